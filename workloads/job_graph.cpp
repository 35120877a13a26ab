// The order and the cycles of a job graph; only this file includes Boost.Graph's traversal.
#include "workloads/job_graph.hpp"

#include <algorithm>
#include <functional>
#include <queue>
#include <tuple>

#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/depth_first_search.hpp>

#include "sim/base/error.hpp"

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

std::vector<std::size_t> find_cycle(const Graph& graph) {
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

}  // namespace

TaskId JobGraph::Builder::add(Task task) {
  const TaskId id = tasks_.next_id();
  if (!by_name_.emplace(task.name, id).second) {
    throw InputError("task '" + task.name + "' appears twice in job '" + name_ +
                     "'; give each task its own name");
  }
  tasks_.push_back(std::move(task));
  return id;
}

TaskId JobGraph::Builder::add_copy(TaskId original) {
  original_of_copy_.push_back(original);
  Task copy = tasks_[original];
  copy.name += " (copy " + std::to_string(original_of_copy_.size()) + ")";
  return add(std::move(copy));
}

void JobGraph::Builder::connect(TaskId from, TaskId to, Bytes bytes) {
  dependencies_.push_back({from, to, bytes});
}

std::optional<TaskId> JobGraph::Builder::find(std::string_view task_name) const {
  const auto found = by_name_.find(std::string(task_name));
  return found == by_name_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<std::string> JobGraph::Builder::task_names() const {
  std::vector<std::string> names;
  for (const Task& task : tasks_) names.push_back(task.name);
  return names;
}

std::shared_ptr<const JobGraph> JobGraph::Builder::build() const {
  if (tasks_.empty()) {
    throw InputError("job '" + name_ + "' has no tasks; add at least one");
  }
  auto sorted = dependencies_;
  std::ranges::sort(sorted, {}, [](const Dependency& d) { return std::tuple(d.from, d.to); });
  const auto twice = std::ranges::adjacent_find(
      sorted, [](const auto& a, const auto& b) { return a.from == b.from && a.to == b.to; });
  if (twice != sorted.end()) {
    throw InputError("task '" + tasks_[twice->to].name + "' lists its input '" +
                     tasks_[twice->from].name + "' twice in job '" + name_ + "'; list it once");
  }

  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  pairs.reserve(sorted.size());
  for (const Dependency& d : sorted) pairs.emplace_back(index(d.from), index(d.to));
  const Graph graph(boost::edges_are_sorted, pairs.begin(), pairs.end(), tasks_.size());
  if (const auto cycle = find_cycle(graph); !cycle.empty()) {
    std::string names;
    for (const std::size_t task : cycle)
      names += "'" + tasks_[static_cast<TaskId>(task)].name + "' -> ";
    names += "'" + tasks_[static_cast<TaskId>(cycle.front())].name + "'";
    throw InputError("job '" + name_ + "' has a cycle of dependencies: " + names +
                     "; remove one of these dependencies");
  }

  auto result = std::make_shared<JobGraph>();
  result->name_ = name_;
  result->tasks_ = tasks_;
  result->original_of_copy_ = original_of_copy_;
  const auto fill = [&](auto from, auto to, std::vector<Edge>& edges,
                        std::vector<std::uint32_t>& begin) {
    std::ranges::sort(sorted, {}, [&](const Dependency& d) { return std::tuple(d.*from, d.*to); });
    begin.assign(tasks_.size() + 1, 0);
    for (const Dependency& d : sorted) {
      edges.push_back({d.*to, d.bytes});
      ++begin[index(d.*from) + 1];
    }
    for (std::size_t i = 1; i < begin.size(); ++i) begin[i] += begin[i - 1];
  };
  fill(&Dependency::from, &Dependency::to, result->outputs_, result->output_begin_);
  fill(&Dependency::to, &Dependency::from, result->inputs_, result->input_begin_);
  result->order_ = smallest_first_order(*result);
  return result;
}

}  // namespace kairos
