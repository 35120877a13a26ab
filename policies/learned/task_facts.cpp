#include "policies/learned/task_facts.hpp"

#include <algorithm>

#include "workloads/graph_algorithms.hpp"

namespace kairos {
namespace {

float picoseconds(Duration duration) {
  return static_cast<float>(duration.picoseconds());
}

TaskFacts durations_of(TaskRef task, const SystemView& view) {
  const TaskView looked_at = view.look_at(task);
  const auto candidates = looked_at.fastest_first();
  const JobGraph& graph = view.graph(task.job);
  const double scale = graph.has_draws() ? graph.draws().scale[task.task] : 1;
  const auto shortest = [&](const EqualElements& equal) {
    return picoseconds(looked_at.shortest(equal, scale));
  };
  TaskFacts facts;
  facts.shortest = facts.second = shortest(candidates.front());
  facts.fastest = view.platform().elements[candidates.front().first].cluster;
  std::size_t elements = 0;
  for (const EqualElements& equal : candidates) {
    for (std::uint32_t i = 0; i < equal.count; ++i) facts.mean += shortest(equal);
    elements += equal.count;
  }
  facts.mean /= static_cast<float>(elements);
  const auto other = std::ranges::find_if(candidates, [&](const EqualElements& equal) {
    return view.platform().elements[equal.first].cluster != facts.fastest;
  });
  if (other != candidates.end()) facts.second = shortest(*other);
  return facts;
}

IdVector<TaskId, TaskFacts> facts_of(JobId job, const SystemView& view) {
  const JobGraph& graph = view.graph(job);
  IdVector<TaskId, TaskFacts> facts;
  facts.reserve(graph.size());
  for (const TaskId task : ids<TaskId>(graph.size())) {
    facts.push_back(durations_of({job, task}, view));
  }
  const auto to_exit =
      longest_to_exit<float>(graph, [&](TaskId task) { return facts[task].shortest; });
  for (const TaskId task : ids<TaskId>(graph.size())) facts[task].to_exit = to_exit[task];
  return facts;
}

}  // namespace

void Facts::clear() {
  facts_.clear();
  total_ = 0;
  tasks_ = 0;
  unit_ = 1;
}

const IdVector<TaskId, TaskFacts>& Facts::of(JobId job, const SystemView& view) {
  const ApplicationId application = view.job(job).application;
  if (index(application) >= facts_.size()) facts_.resize(index(application) + 1);
  auto& facts = facts_[application];
  // Steps of sessions differ in their tokens; those asked for last are known.
  const bool is_step = view.workload().streams[view.job(job).stream].session != nullptr;
  if (is_step) facts = facts_of(job, view);
  if (facts.empty()) {
    facts = facts_of(job, view);
    add_to_unit(facts);
  }
  return facts;
}

void Facts::add_to_unit(const IdVector<TaskId, TaskFacts>& facts) {
  for (const TaskFacts& task : facts) total_ += static_cast<double>(task.shortest);
  tasks_ += facts.size();
  unit_ = std::max(1.0F, static_cast<float>(total_ / static_cast<double>(tasks_)));
}

}  // namespace kairos
