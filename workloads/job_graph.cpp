#include "workloads/job_graph.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>

#include "sim/base/error.hpp"
#include "workloads/graph_algorithms.hpp"

namespace kairos {

std::shared_ptr<const JobGraph> JobGraph::standing_for(std::vector<TaskId> originals) const {
  auto result = std::make_shared<JobGraph>(*this);
  result->original_of_copy_ = std::move(originals);
  return result;
}

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
  const JobTensorId tensor = make(from, bytes);
  tensors_[tensor].is_own = true;
  read(to, tensor);
}

JobTensorId JobGraph::Builder::make(TaskId maker, Bytes bytes) {
  const JobTensorId id = tensors_.next_id();
  tensors_.push_back({maker, bytes});
  return id;
}

void JobGraph::Builder::read(TaskId reader, JobTensorId tensor) {
  dependencies_.push_back({tensors_[tensor].maker, reader, tensor, tensors_[tensor].bytes});
}

ResidentId JobGraph::Builder::add(Resident resident) {
  const ResidentId id = residents_.next_id();
  residents_.push_back(std::move(resident));
  return id;
}

void JobGraph::Builder::read(TaskId reader, ResidentId resident) {
  uses_.emplace_back(reader, resident);
}

void JobGraph::Builder::overwrite(TaskId task, JobTensorId input) {
  overwritten_[task] = input;
}

void JobGraph::Builder::add_residents_of(const JobGraph& other) {
  residents_ = other.residents();
}

void JobGraph::Builder::use_residents_of(const JobGraph& other, TaskId original, TaskId task) {
  for (const ResidentId resident : other.residents_of(original)) read(task, resident);
}

void JobGraph::Builder::connect_like(const JobGraph& other, TaskId original, const Edge& input,
                                     TaskId from, TaskId to) {
  JobTensorId tensor{};
  if (other.is_shared(input.tensor)) {
    const auto [known, is_new] = alike_.try_emplace({from, input.tensor});
    if (is_new) known->second = make(from, input.bytes);
    tensor = known->second;
  } else {
    tensor = make(from, input.bytes);
  }
  read(to, tensor);
  if (other.is_offloaded(input.tensor)) offload(tensor);
  if (other.overwritten_by(original) == input.tensor) overwrite(to, tensor);
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

void JobGraph::Builder::refuse_repetitions(const std::vector<Dependency>& sorted) const {
  const auto repeats = [&](const Dependency& a, const Dependency& b) {
    if (a.from != b.from || a.to != b.to) return false;
    return a.tensor == b.tensor || (tensors_[a.tensor].is_own && tensors_[b.tensor].is_own);
  };
  const auto twice = std::ranges::adjacent_find(sorted, repeats);
  if (twice == sorted.end()) return;
  throw InputError("task '" + tasks_[twice->to].name + "' lists its input '" +
                   tasks_[twice->from].name + "' twice in job '" + name_ + "'; list it once");
}

void JobGraph::Builder::refuse_cycles(const std::vector<Dependency>& sorted) const {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  pairs.reserve(sorted.size());
  for (const Dependency& d : sorted) pairs.emplace_back(index(d.from), index(d.to));
  const auto cycle = find_cycle(tasks_.size(), pairs);
  if (cycle.empty()) return;
  std::string names;
  for (const std::size_t task : cycle)
    names += "'" + tasks_[static_cast<TaskId>(task)].name + "' -> ";
  names += "'" + tasks_[static_cast<TaskId>(cycle.front())].name + "'";
  throw InputError("job '" + name_ + "' has a cycle of dependencies: " + names +
                   "; remove one of these dependencies");
}

GangTable JobGraph::Builder::gangs(const std::vector<Dependency>& sorted) const {
  GangTable gangs(tasks_);
  if (gangs.empty()) return gangs;
  std::vector<std::pair<TaskId, TaskId>> edges;
  edges.reserve(sorted.size());
  for (const Dependency& d : sorted) edges.emplace_back(d.from, d.to);
  gangs.refuse_cycles(tasks_, edges, name_);
  return gangs;
}

/// Counts the readers of all tensors and numbers the tensors, those with several readers first.
/// Returns their new numbers. A tensor without readers gets none.
IdVector<JobTensorId, JobTensorId> JobGraph::Builder::number_tensors(JobGraph& graph) const {
  IdVector<JobTensorId, std::uint32_t> readers(tensors_.size());
  for (const Dependency& d : dependencies_) ++readers[d.tensor];
  IdVector<JobTensorId, JobTensorId> number(tensors_.size());
  const auto take = [&](auto is_next) {
    for (const JobTensorId tensor : ids<JobTensorId>(tensors_.size())) {
      if (!is_next(readers[tensor])) continue;
      number[tensor] = graph.readers_.next_id();
      graph.readers_.push_back(readers[tensor]);
    }
  };
  take([](std::uint32_t count) { return count > 1; });
  graph.shared_tensors_ = graph.readers_.size();
  take([](std::uint32_t count) { return count == 1; });
  for (const auto& [task, tensor] : overwritten_) graph.overwritten_[task] = number[tensor];
  for (const JobTensorId tensor : offloaded_) {
    if (readers[tensor] > 0) graph.offloaded_.insert(number[tensor]);
  }
  return number;
}

void JobGraph::Builder::list_residents(JobGraph& graph) const {
  graph.residents_ = residents_;
  if (uses_.empty()) return;
  auto sorted = uses_;
  std::ranges::sort(sorted);
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  graph.resident_begin_.assign(tasks_.size() + 1, 0);
  for (const auto& [task, resident] : sorted) {
    graph.residents_of_.push_back(resident);
    ++graph.resident_begin_[index(task) + 1];
  }
  std::partial_sum(graph.resident_begin_.begin(), graph.resident_begin_.end(),
                   graph.resident_begin_.begin());
}

std::shared_ptr<const JobGraph> JobGraph::Builder::build() const {
  if (tasks_.empty()) {
    throw InputError("job '" + name_ + "' has no tasks; add at least one");
  }
  auto sorted = dependencies_;
  std::ranges::sort(sorted, {},
                    [](const Dependency& d) { return std::tuple(d.from, d.to, d.tensor); });
  refuse_repetitions(sorted);
  refuse_cycles(sorted);

  auto result = std::make_shared<JobGraph>();
  result->name_ = name_;
  result->tasks_ = tasks_;
  result->original_of_copy_ = original_of_copy_;
  result->gangs_ = gangs(sorted);
  const auto number = number_tensors(*result);
  const auto fill = [&](auto from, auto to, std::vector<Edge>& edges,
                        std::vector<std::uint32_t>& begin) {
    std::ranges::sort(sorted, {},
                      [&](const Dependency& d) { return std::tuple(d.*from, d.*to, d.tensor); });
    begin.assign(tasks_.size() + 1, 0);
    for (const Dependency& d : sorted) {
      edges.push_back({d.*to, number[d.tensor], d.bytes});
      ++begin[index(d.*from) + 1];
    }
    std::partial_sum(begin.begin(), begin.end(), begin.begin());
  };
  fill(&Dependency::from, &Dependency::to, result->outputs_, result->output_begin_);
  fill(&Dependency::to, &Dependency::from, result->inputs_, result->input_begin_);
  list_residents(*result);
  result->order_ = smallest_first_order(*result);
  result->draws_ = draws_of(*result, number);
  if (result->draws_ && !result->gangs_.empty()) {
    throw InputError(
        "job '" + name_ +
        "' has gangs and draws which tasks or amounts it has, so that a gang might wait "
        "for a member that is skipped; leave out 'gang', or the probabilities and "
        "amounts");
  }
  return result;
}

// ---- Requests that run as one

std::shared_ptr<const JobGraph> JobGraph::joined(
    std::span<const std::shared_ptr<const JobGraph>> parts, IdVector<TaskId, Task> tasks) {
  auto result = std::make_shared<JobGraph>(*parts.front());
  result->tasks_ = std::move(tasks);
  for (const auto& part : parts.subspan(1)) {
    for (std::size_t i = 0; i < result->inputs_.size(); ++i) {
      result->inputs_[i].bytes += part->inputs_[i].bytes;
      result->outputs_[i].bytes += part->outputs_[i].bytes;
    }
  }
  result->forget_states();
  return result;
}

void JobGraph::forget_states() {
  IdVector<ResidentId, ResidentId> number;
  IdVector<ResidentId, Resident> kept;
  for (const Resident& resident : residents_) {
    number.push_back(kept.next_id());
    if (resident.role != TensorRole::state) kept.push_back(resident);
  }
  std::vector<ResidentId> uses;
  std::vector<std::uint32_t> begin{0};
  for (const TaskId task : ids<TaskId>(resident_begin_.empty() ? 0 : tasks_.size())) {
    for (const ResidentId id : residents_of(task)) {
      if (residents_[id].role != TensorRole::state) uses.push_back(number[id]);
    }
    begin.push_back(static_cast<std::uint32_t>(uses.size()));
  }
  if (!resident_begin_.empty()) resident_begin_ = std::move(begin);
  residents_ = std::move(kept);
  residents_of_ = std::move(uses);
}

}  // namespace kairos
