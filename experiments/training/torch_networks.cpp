#include "experiments/training/torch_networks.hpp"

#include <torch/torch.h>

#include "policies/learned/job_slots.hpp"

namespace kairos {
namespace {

using torch::Tensor;

std::int64_t whole(std::size_t count) {
  return static_cast<std::int64_t>(count);
}

Tensor indices(const std::vector<std::uint32_t>& numbers) {
  return torch::tensor(std::vector<std::int64_t>(numbers.begin(), numbers.end()), torch::kInt64);
}

Tensor matrix(const std::vector<float>& numbers, std::size_t columns) {
  return floats(numbers.data(), {whole(numbers.size() / columns), whole(columns)});
}

/// Adds up the rows of each owner.
Tensor sums(const Tensor& rows, const Tensor& owners, std::size_t count) {
  return torch::zeros({whole(count), rows.size(1)}).index_add(0, owners, rows);
}

/// The layers of an architecture as views into the flat weights.
class Layers {
 public:
  Layers(const Architecture& architecture, const Tensor& weights) {
    std::int64_t at = 0;
    for (const DenseLayer& layer : architecture.layers()) {
      const std::int64_t n = whole(layer.inputs);
      const std::int64_t m = whole(layer.outputs);
      matrices_.push_back(weights.slice(0, at, at + n * m).view({n, m}));
      biases_.push_back(weights.slice(0, at + n * m, at + (n + 1) * m));
      at += (n + 1) * m;
    }
  }

  /// Computes x W + b.
  [[nodiscard]] Tensor dense(std::size_t layer, const Tensor& x) const {
    return torch::addmm(biases_[layer], x, matrices_[layer]);
  }
  [[nodiscard]] Tensor perceptron(std::size_t first, const Tensor& x) const {
    const Tensor h1 = torch::relu(dense(first, x));
    return dense(first + 2, torch::relu(dense(first + 1, h1)));
  }
  [[nodiscard]] Tensor embed(std::size_t first, const Tensor& x) const {
    constexpr double leak = 0.2;  // The slope of graph_network.hpp.
    const Tensor hidden = torch::leaky_relu(dense(first, x), leak);
    return torch::leaky_relu(dense(first + 1, hidden), leak);
  }

 private:
  std::vector<Tensor> matrices_, biases_;
};

/// Computes the node embeddings of graph_network.hpp.
Tensor embeddings(const Layers& layers, std::size_t first, const TaskGraph& graph,
                  std::uint64_t hops) {
  const Tensor x = layers.embed(first, matrix(graph.features, node_width));
  const Tensor parents = indices(graph.parents);
  const Tensor children = indices(graph.children);
  std::vector<float> listening(graph.nodes());
  for (const std::uint32_t parent : graph.parents) listening[parent] = 1;
  const Tensor mask = matrix(listening, 1).clone();  // The clone is needed because `listening` is
                                                     // destroyed before the gradient is computed.
  Tensor e = x;
  for (std::uint64_t hop = 0; hop < hops; ++hop) {
    const Tensor messages = layers.embed(first + embedding_depth, e).index_select(0, children);
    e = x +
        mask * layers.embed(first + 2 * embedding_depth, sums(messages, parents, graph.nodes()));
  }
  return e;
}

Tensor of_whole_jobs(const Layers& layers, const Architecture& a, const Observation& rows) {
  namespace parts = deepsocs_parts;
  constexpr double share = 0.1;  // The factor of graph_network.hpp.
  const TaskGraph& graph = rows.graph;
  const Tensor e = embeddings(layers, parts::graph, graph, a.hops);
  const Tensor known = torch::cat({matrix(graph.features, node_width), e}, 1);
  const Tensor job_of_node = indices(graph.job_of_node);
  const Tensor question_of_job = indices(graph.question_of_job);
  const Tensor y =
      share * sums(layers.embed(parts::job_sums, known), job_of_node, graph.question_of_job.size());
  const Tensor z =
      share * sums(layers.embed(parts::system_sums, y), question_of_job, rows.questions);
  const Tensor node = indices(graph.node_of_row);
  const Tensor job = job_of_node.index_select(0, node);
  const Tensor complete = torch::cat({known.index_select(0, node), y.index_select(0, job),
                                      z.index_select(0, question_of_job.index_select(0, job))},
                                     1);
  return layers.perceptron(parts::tasks, complete);
}

/// The mean of each question's rows, weighted by the softmax of their scores.
Tensor glimpses(const Tensor& rows, const Tensor& scores, const Tensor& owners,
                std::size_t questions) {
  const Tensor highest = scores.detach().max();  // One maximum serves all questions because scores
                                                 // of embeddings are close to each other.
  const Tensor shares = (scores - highest).exp();
  return sums(shares * rows, owners, questions) / sums(shares, owners, questions);
}

/// Computes the attention of attention.hpp.
Tensor attention(const Layers& layers, const Architecture& a, Question question,
                 const Observation& rows) {
  namespace parts = scarl_parts;
  const bool tasks = question == Question::task;
  const Tensor x = matrix(rows.features, tasks ? a.task_inputs : a.place_inputs);
  const Tensor owners = indices(rows.question_of_row);
  const Tensor embedded =
      torch::tanh(layers.dense(tasks ? parts::task_embedding : parts::place_embedding, x));
  Tensor query;
  if (tasks) {
    query = glimpses(embedded, layers.dense(parts::task_scores, embedded), owners, rows.questions);
  } else {
    const Tensor e =
        torch::tanh(layers.dense(parts::task_embedding, matrix(rows.context, a.task_inputs)));
    const Tensor scores = (embedded * e.index_select(0, owners)).sum(1, true) /
                          std::sqrt(static_cast<double>(attention_width));
    query = torch::cat({e, glimpses(embedded, scores, owners, rows.questions)}, 1);
  }
  const std::size_t pointer = tasks ? parts::task_pointer : parts::place_pointer;
  const Tensor pointed =
      layers.dense(pointer, query).index_select(0, owners) + layers.dense(pointer + 1, embedded);
  return layers.dense(pointer + 2, torch::tanh(pointed));
}

Tensor of_slots(const Layers& layers, const Observation& rows) {
  const Tensor outputs =
      layers.perceptron(socrates_parts::places, matrix(rows.context, job_slots::width));
  const Tensor at =
      indices(rows.question_of_row) * whole(job_slots::clusters) + indices(rows.cluster_of_row);
  return outputs.view({-1}).index_select(0, at);
}

/// Computes the logits without the prior.
Tensor scores(const Architecture& a, Question question, const Tensor& weights,
              const Observation& rows) {
  const Layers layers(a, weights);
  const bool tasks = question == Question::task;
  switch (a.kind) {
    case NetworkKind::deepsocs:
      return of_whole_jobs(layers, a, rows);
    case NetworkKind::scarl:
      return attention(layers, a, question, rows);
    case NetworkKind::socrates:
      return of_slots(layers, rows);
    case NetworkKind::learned:
      break;
  }
  Tensor x = matrix(rows.features, tasks ? a.task_inputs : a.place_inputs);
  if (tasks && a.hops > 0) {
    const Tensor e = embeddings(layers, learned_parts::graph, rows.graph, a.hops);
    x = torch::cat({x, e.index_select(0, indices(rows.graph.node_of_row))}, 1);
  }
  return layers.perceptron(tasks ? learned_parts::tasks : learned_parts::places, x);
}

}  // namespace

Tensor floats(const float* data, std::initializer_list<std::int64_t> shape) {
  return torch::from_blob(const_cast<float*>(data), torch::IntArrayRef(shape), torch::kFloat32);
}

Tensor logits(const Architecture& architecture, Question question, const Tensor& weights,
              const Observation& rows) {
  const std::int64_t n = whole(rows.rows());
  if (n == 0) return torch::zeros({0});
  Tensor found = scores(architecture, question, weights, rows).view({n});
  if (architecture.prior == Prior::none) return found;
  return found + floats(rows.prior.data(), {n});
}

}  // namespace kairos
