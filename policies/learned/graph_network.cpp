#include "policies/learned/graph_network.hpp"

namespace kairos {
namespace {

constexpr std::size_t weights_of(std::size_t inputs) {
  return (inputs + 1) * node_hidden + (node_hidden + 1) * node_embedding;
}

}  // namespace

Embeddings embeddings(const TaskGraph& graph, std::uint64_t hops, const float* weights) {
  const float* m2 = weights + weights_of(node_width);
  const float* m3 = m2 + weights_of(node_embedding);
  const auto nodes = static_cast<Eigen::Index>(graph.nodes());
  const Eigen::Map<const Rows<static_cast<int>(node_width)>> rows(
      graph.features.data(), nodes, static_cast<Eigen::Index>(node_width));
  const Embeddings x = embed(rows, weights);
  Embeddings e = x;
  for (std::uint64_t hop = 0; hop < hops; ++hop) {
    const Embeddings messages = embed(e, m2);
    Embeddings sums = Embeddings::Zero(nodes, e.cols());
    for (std::size_t i = 0; i < graph.parents.size(); ++i) {
      sums.row(graph.parents[i]) += messages.row(graph.children[i]);
    }
    const Embeddings heard = embed(sums, m3);
    for (std::size_t i = 0; i < graph.parents.size(); ++i) {
      const std::uint32_t parent = graph.parents[i];
      e.row(parent) = x.row(parent) + heard.row(parent);
    }
  }
  return e;
}

}  // namespace kairos
