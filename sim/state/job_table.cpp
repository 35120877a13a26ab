#include "sim/state/job_table.hpp"

namespace kairos {

void JobState::begin(const JobGraph& with, std::size_t row) {
  graph = &with;
  first_row = row;
  unfinished = with.size();
  has_started = false;
  tasks.assign(with.size(), TaskState{});
  gangs.assign(with.gangs().size(), GangState{});
  if (copies.size() != with.shared_tensors()) copies.resize(with.shared_tensors());
  for (std::vector<TensorCopy>& of_tensor : copies) of_tensor.clear();
  for (const TaskId task : ids<TaskId>(with.size())) {
    TaskState& state = tasks[task];
    state.task = {job.id, task};
    state.application = job.application;
    state.job = this;
    state.row = static_cast<std::uint32_t>(row + index(task));
    state.missing_inputs = static_cast<std::uint32_t>(with.inputs(task).size());
  }
  if (!with.has_draws()) return;
  draws.begin(with.draws());
  for (TaskState& state : tasks) state.left = draws.scale[state.task.task];
}

JobState& JobTable::add(Job job, const JobGraph& graph, std::size_t first_row) {
  if (next_ - oldest_ > mask_) grow();
  if (free_.empty()) {
    owned_.push_back(std::make_unique<JobState>());
    free_.push_back(owned_.back().get());
  }
  JobState& state = *free_.back();
  free_.pop_back();
  ring_[next_ & mask_] = &state;
  job.id = next_id();
  ++next_;
  alive_.push(job.id, job.id);

  state.job = job;
  state.begin(graph, first_row);
  return state;
}

void JobTable::remove(JobId id) {
  JobState*& place = ring_[index(id) & mask_];
  free_.push_back(place);
  place = nullptr;
  while (oldest_ < next_ && ring_[oldest_ & mask_] == nullptr) ++oldest_;
  alive_.erase(id);
}

void JobTable::grow() {
  std::vector<JobState*> larger(2 * ring_.size());
  const std::size_t larger_mask = larger.size() - 1;
  for (std::size_t id = oldest_; id < next_; ++id) larger[id & larger_mask] = ring_[id & mask_];
  ring_ = std::move(larger);
  mask_ = larger_mask;
}

}  // namespace kairos
