#include "sim/state/memory_state.hpp"

#include <algorithm>
#include <span>

#include "sim/state/task_memory.hpp"

namespace kairos {

const MemoryPlace* StoredTensor::in(MemoryId memory) const {
  const auto found = std::ranges::find(places, memory, &MemoryPlace::at);
  return found == places.end() ? nullptr : &*found;
}

MemoryState::MemoryState(const Platform& platform, const Workload& workload)
    : platform_(platform),
      used_(platform.memories.size()),
      told_(used_),
      with_weights_(platform.memories.size()) {
  std::size_t tasks = 0;
  for (const Application& application : workload.applications) {
    first_task_.push_back(tasks);
    tasks += application.graph->size();
  }
}

StoredTensor& MemoryState::tensor(JobState& job, JobTensorId id) {
  IdVector<JobTensorId, StoredTensor>& all = tensors_[job.job.id];
  if (all.empty()) all = all_tensors(job);
  return all[id];
}

/// The tensors of a job, none of which is in a memory yet.
IdVector<JobTensorId, StoredTensor> MemoryState::all_tensors(const JobState& job) {
  const JobGraph& graph = *job.graph;
  IdVector<JobTensorId, StoredTensor> all(graph.readers().size());
  for (const TaskId task : ids<TaskId>(graph.size())) {
    for (const Edge& input : graph.inputs(task)) {
      all[input.tensor].bytes = whole(job.bytes(input));
      if (!job.is_skipped(task)) ++all[input.tensor].readers_left;
    }
  }
  return all;
}

void MemoryState::end_reading(TaskHandle task) {
  for (const Edge& input : task.graph().inputs(task.id())) {
    StoredTensor& read = tensor(task.job(), input.tensor);
    if (--read.readers_left == 0) clear(read);
  }
}

void MemoryState::resize_outputs(TaskHandle task) {
  const auto known = tensors_.find(task.ref().job);
  if (known == tensors_.end()) return;
  for (const Edge& output : task.graph().outputs(task.id())) {
    StoredTensor& tensor = known->second[output.tensor];
    const Bytes bytes = whole(task.job().bytes(output));
    if (tensor.bytes == bytes) continue;
    clear(tensor);
    tensor.bytes = bytes;
  }
}

void MemoryState::skip(TaskHandle task) {
  if (!tensors_.contains(task.ref().job)) return;
  end_reading(task);
  resize_outputs(task);
}

void MemoryState::free_outputs(TaskHandle task) {
  for (const auto& [id, bytes] : outputs_of(task)) clear(tensor(task.job(), id));
  if (const auto overwritten = task.graph().overwritten_by(task.id())) {
    restore(tensor(task.job(), *overwritten), task);
  }
}

/// Gives a tensor that was being overwritten its size back. The outputs of the task have left
/// enough room.
void MemoryState::restore(StoredTensor& tensor, TaskHandle task) {
  for (const Edge& input : task.graph().inputs(task.id())) {
    if (input.tensor != *task.graph().overwritten_by(task.id())) continue;
    const Bytes missing = whole(task.job().bytes(input)) - tensor.bytes;
    for (const MemoryPlace& place : tensor.places) used_[place.at] += missing;
    tensor.bytes += missing;
    return;
  }
}

// ---- Residents

MemoryState::ResidentKey MemoryState::key(TaskHandle task, ResidentId id, MemoryId home) {
  const Resident& resident = task.graph().residents()[id];
  const bool is_state = resident.role == TensorRole::state;
  const std::optional owner = is_state ? std::optional(task.ref().job) : std::nullopt;
  return {resident.name, resident.bytes, owner, home};
}

std::optional<MemoryPlace> MemoryState::resident(TaskHandle task, ResidentId id,
                                                 MemoryId home) const {
  const auto found = residents_.find(key(task, id, home));
  if (found == residents_.end()) return std::nullopt;
  return MemoryPlace{home, found->second};
}

/// The residents of a task, unless all of them are known to be in its home.
std::span<const ResidentId> MemoryState::residents_to_place(TaskHandle task, MemoryId home) const {
  if (has_weights(task, home)) return {};
  return task.graph().residents_of(task.id());
}

void MemoryState::note_weights(TaskHandle task, MemoryId home) {
  for (const ResidentId id : task.graph().residents_of(task.id())) {
    if (task.graph().residents()[id].role == TensorRole::state) return;
    const auto place = resident(task, id, home);
    if (!place || place->is_spilled()) return;
  }
  std::vector<bool>& known = with_weights_[home];
  const std::size_t number = task_number(task);
  if (number >= known.size()) known.resize(number + 1);
  known[number] = true;
}

void MemoryState::put_resident(TaskHandle task, ResidentId id, MemoryPlace place) {
  residents_.emplace(key(task, id, place.home), place.at);
  used_[place.at] += whole(task.graph().residents()[id].bytes);
}

void MemoryState::forget(JobState& job) {
  tensors_.erase(job.job.id);
  for (const Resident& resident : job.graph->residents()) {
    if (resident.role != TensorRole::state) continue;
    for (const MemoryId home : ids<MemoryId>(used_.size())) {
      const auto found = residents_.find({resident.name, resident.bytes, job.job.id, home});
      if (found == residents_.end()) continue;
      used_[found->second] -= whole(resident.bytes);
      residents_.erase(found);
      has_freed_ = true;
    }
  }
}

// ---- Places

bool MemoryState::take_change(MemoryId memory) {
  if (told_[memory] == used_[memory]) return false;
  told_[memory] = used_[memory];
  return true;
}

/// Moves a tensor to a memory if its last reader starts there, and copies it otherwise.
void MemoryState::bring(StoredTensor& tensor, MemoryId home) {
  if (tensor.readers_left == 1) clear(tensor);
  put(tensor, {home, home});
}

void MemoryState::put(StoredTensor& tensor, MemoryPlace place) {
  if (tensor.bytes == Bytes{}) return;
  tensor.places.push_back(place);
  used_[place.at] += tensor.bytes;
}

/// Gives up a part of a tensor, over which the outputs of its last reader are written.
void MemoryState::shrink(StoredTensor& tensor, Bytes by) {
  const Bytes reused = std::min(tensor.bytes, by);
  for (const MemoryPlace& place : tensor.places) used_[place.at] -= reused;
  tensor.bytes -= reused;
}

void MemoryState::clear(StoredTensor& tensor) {
  for (const MemoryPlace& place : tensor.places) {
    used_[place.at] -= tensor.bytes;
    has_freed_ = true;
  }
  tensor.places.clear();
}

}  // namespace kairos
