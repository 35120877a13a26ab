// Finds orders and cycles; only this file includes Boost.Graph.
#include "workloads/graph_algorithms.hpp"

#include <functional>
#include <queue>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/depth_first_search.hpp>

namespace kairos {
namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;

/// Stops a depth-first search at the first edge that closes a cycle, and keeps the path to it.
class CycleFinder : public boost::default_dfs_visitor {
 public:
  explicit CycleFinder(std::vector<std::size_t>& path) : path_(path) {}

  void discover_vertex(std::size_t vertex, const Graph&) { path_.push_back(vertex); }
  void finish_vertex(std::size_t, const Graph&) { path_.pop_back(); }
  void back_edge(Graph::edge_descriptor edge, const Graph& graph) {
    const std::size_t start = target(edge, graph);
    path_.erase(path_.begin(), std::ranges::find(path_, start));
    throw Found{};
  }
  struct Found {};

 private:
  std::vector<std::size_t>& path_;
};

}  // namespace

std::vector<std::size_t> find_cycle(std::size_t nodes,
                                    const std::vector<std::pair<std::size_t, std::size_t>>& edges) {
  const Graph graph(boost::edges_are_sorted, edges.begin(), edges.end(), nodes);
  std::vector<std::size_t> path;
  try {
    boost::depth_first_search(graph, boost::visitor(CycleFinder(path)));
  } catch (const CycleFinder::Found&) {
    return path;
  }
  return {};
}

/// Kahn's algorithm with the smallest id first, so that equal graphs have equal orders.
std::vector<TaskId> smallest_first_order(const JobGraph& graph) {
  std::vector<std::size_t> missing(graph.size());
  std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> open;
  for (const TaskId task : ids<TaskId>(graph.size())) {
    missing[index(task)] = graph.inputs(task).size();
    if (missing[index(task)] == 0) open.push(index(task));
  }
  std::vector<TaskId> order;
  order.reserve(graph.size());
  while (!open.empty()) {
    const auto task = static_cast<TaskId>(open.top());
    open.pop();
    order.push_back(task);
    for (const Edge& edge : graph.outputs(task)) {
      if (--missing[index(edge.task)] == 0) open.push(index(edge.task));
    }
  }
  return order;
}

}  // namespace kairos
