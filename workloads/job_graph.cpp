#include "workloads/job_graph.hpp"

#include <algorithm>
#include <tuple>

#include "sim/base/error.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {

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
  if (const auto cycle = find_cycle(tasks_.size(), pairs); !cycle.empty()) {
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
