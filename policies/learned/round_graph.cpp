#include "policies/learned/round_graph.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace kairos {
namespace {

constexpr std::uint32_t none = ~std::uint32_t{0};

std::array<float, node_width> row_of(TaskRef ref, const TaskFacts& task, float unit,
                                     const ClusterFacts& fastest, const SystemView& view) {
  const auto squeezed = [](float x) { return std::log(1 + x); };
  const auto relative = [unit](float x, float y) {
    return std::log((x + 0.05F * unit) / (y + 0.05F * unit));
  };
  const Phase phase = view.phase(ref);
  float lacking = 0;
  for (const Edge& input : view.graph(ref.job).inputs(ref.task)) {
    lacking += view.phase({ref.job, input.task}) == Phase::done ? 0.0F : 1.0F;
  }
  return {squeezed(task.shortest / unit),
          relative(task.mean, task.shortest),
          relative(task.second, task.shortest),
          phase == Phase::ready ? 1.0F : 0.0F,
          phase == Phase::queued || phase == Phase::running ? 1.0F : 0.0F,
          squeezed(lacking),
          fastest.idle / std::max(1.0F, fastest.size),
          squeezed(fastest.demand / unit / std::max(1.0F, fastest.size))};
}

}  // namespace

void RoundGraph::describe(std::span<const TaskRef> ready, const ObservationOptions& options,
                          Facts& facts, const IdVector<ClusterId, ClusterFacts>& clusters,
                          const SystemView& view, TaskGraph& graph) {
  graph.clear();
  while (!ready.empty()) {
    const JobId job = ready.front().job;
    const auto end = std::ranges::find_if(ready, [&](TaskRef task) { return task.job != job; });
    const auto of_job = ready.first(static_cast<std::size_t>(end - ready.begin()));
    describe_job(of_job, options, view, graph);
    const auto& of_tasks = facts.of(job, view);
    for (const TaskId task : nodes_) {
      const ClusterFacts& fastest = clusters[of_tasks[task].fastest];
      const auto row = row_of({job, task}, of_tasks[task], facts.unit(), fastest, view);
      graph.features.insert(graph.features.end(), row.begin(), row.end());
    }
    ready = ready.subspan(of_job.size());
  }
}

/// Describes everything but the rows of the nodes.
void RoundGraph::describe_job(std::span<const TaskRef> ready, const ObservationOptions& options,
                              const SystemView& view, TaskGraph& graph) {
  const JobGraph& tasks = view.graph(ready.front().job);
  const std::size_t listening = find_nodes(ready, options, view);
  const auto first = static_cast<std::uint32_t>(graph.nodes());
  for (std::size_t node = 0; node < listening; ++node) {
    for (const Edge& output : tasks.outputs(nodes_[node])) {
      graph.parents.push_back(first + static_cast<std::uint32_t>(node));
      graph.children.push_back(first + node_of_[output.task]);
    }
  }
  for (const TaskRef task : ready) graph.node_of_row.push_back(first + node_of_[task.task]);
  const auto job = static_cast<std::uint32_t>(graph.question_of_job.size());
  graph.job_of_node.insert(graph.job_of_node.end(), nodes_.size(), job);
  graph.question_of_job.push_back(0);
}

/// Finds the nodes of the graph. Returns the number of leading nodes whose outputs are also nodes.
std::size_t RoundGraph::find_nodes(std::span<const TaskRef> ready,
                                   const ObservationOptions& options, const SystemView& view) {
  const JobId job = ready.front().job;
  const JobGraph& tasks = view.graph(job);
  nodes_.clear();
  node_of_.assign(tasks.size(), none);
  if (options.whole_jobs) {
    for (const TaskId task : ids<TaskId>(tasks.size())) {
      if (view.phase({job, task}) != Phase::done) add_node(task);
    }
    return nodes_.size();
  }
  for (const TaskRef task : ready) add_node(task.task);
  std::size_t reached = 0;
  for (std::uint64_t hop = 0; hop < options.hops; ++hop) {
    const std::size_t end = nodes_.size();
    for (; reached < end; ++reached) {
      for (const Edge& output : tasks.outputs(nodes_[reached])) {
        if (node_of_[output.task] == none) add_node(output.task);
      }
    }
  }
  return reached;
}

void RoundGraph::add_node(TaskId task) {
  node_of_[task] = static_cast<std::uint32_t>(nodes_.size());
  nodes_.push_back(task);
}

}  // namespace kairos
