// Tracks which tensors are in which memory. A tensor occupies memory from the start of the task
// that makes it to the end of the last task that reads it.
//
//   used(m) = sum of the bytes of the tensors, copies of tensors and residents that are in m
//
// When a task starts, it allocates all of its outputs and all inputs that it reads from other
// memories at once. No task holds memory while it waits for more (Herrmann, Marchal and Robert,
// Memory-aware list scheduling for hybrid platforms, IPDPS Workshops 2014, where a running task
// needs its inputs and outputs in the memory of the element). If the memory spills, each output
// goes to the first tier with room, and inputs may stay where they are.
//
// A tensor moves to the memory of its last reader. Earlier readers in other memories make copies,
// which stay there until the last reader has ended. Weights are placed when the first task that
// reads them is sent, and stay for the rest of the run; states stay until their job has ended.
//
// Example: task a makes 4 MB for b and 2 MB for c. The memory in use is 6 MB from the start of a, 2
// MB from the end of b, and zero from the end of c.
//
// How far to trust it: code and scratch memory are not tensors, and there is no fragmentation. A
// tensor in transfer to another memory counts in its source until its reader starts.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/state/element_state.hpp"

namespace kairos {

/// A home memory, near the task that makes or reads a tensor, and the memory in which the tensor
/// is.
struct MemoryPlace {
  MemoryId home{};
  MemoryId at{};

  [[nodiscard]] bool is_spilled() const { return at != home; }
};

/// A tensor of a job, with its copies.
struct StoredTensor {
  Bytes bytes;  ///< A whole number of bytes.
  std::uint32_t readers_left = 0;
  std::vector<MemoryPlace> places;        ///< Empty if the tensor is not in a memory.
  std::optional<std::size_t> write = {};  ///< The transfer that writes it to another memory.

  /// The tensor in a memory; null if it is not there.
  [[nodiscard]] const MemoryPlace* in(MemoryId memory) const;
};

class MemoryState {
 public:
  MemoryState(const Platform& platform, const Workload& workload);

  /// False if no memory has a size; then memory is not tracked.
  [[nodiscard]] bool is_on() const { return !used_.empty(); }
  /// The memory in which tasks of an element keep their tensors, if there is one.
  [[nodiscard]] std::optional<MemoryId> home(ElementId element) const {
    return platform_.cluster_of(element).home;
  }
  [[nodiscard]] Bytes used(MemoryId memory) const { return used_[memory]; }
  [[nodiscard]] Bytes free(MemoryId memory) const {
    return platform_.memories[memory].size - used_[memory];
  }

  /// True if there is enough room for a task to start on an element.
  [[nodiscard]] bool has_room(TaskHandle task, ElementId element);
  /// Allocates the memory of a task that starts. Returns false and allocates nothing if there is
  /// not enough room.
  [[nodiscard]] bool take_room(TaskHandle task, ElementId element);
  /// The room that a task needs: for all outputs, for residents that are not yet in memory, and, if
  /// the memory does not spill, for all inputs.
  [[nodiscard]] Bytes needed(TaskHandle task, ElementId element) const;
  /// The total size of all tiers of a home memory.
  [[nodiscard]] Bytes most(MemoryId home) const;

  [[nodiscard]] StoredTensor& tensor(JobState& job, JobTensorId id);
  /// Counts down the readers of a task's inputs, and frees the inputs that were read last.
  void end_reading(TaskHandle task);
  void free_outputs(TaskHandle task);
  /// Sets the sizes of a task's outputs to the bytes that are sent, and frees those that change.
  void resize_outputs(TaskHandle task);
  /// Counts down the readers of the inputs of a skipped task, and forgets its outputs.
  void skip(TaskHandle task);

  /// True if everything that a task reads besides its inputs are weights, and all of them are in
  /// the home memory of an element, where they stay.
  [[nodiscard]] bool has_weights(TaskHandle task, MemoryId home) const {
    const auto& known = with_weights_[home];
    const std::size_t row = task_number(task);
    return row < known.size() && known[row];
  }
  /// Places those residents of a task for which there is room.
  void place_residents(TaskHandle task, ElementId element);
  /// The place of a resident near an element; empty if there was no room for it.
  [[nodiscard]] std::optional<MemoryPlace> resident(TaskHandle task, ResidentId id,
                                                    MemoryId home) const;

  /// Frees the states of a job that has ended.
  void forget(JobState& job);

  /// Takes room for data that are no tensors of a job, such as the cache of a session. There must
  /// be enough.
  void hold(MemoryId memory, Bytes bytes) { used_[memory] += bytes; }
  /// Gives such room back.
  void release(MemoryId memory, Bytes bytes) {
    used_[memory] -= bytes;
    has_freed_ = has_freed_ || bytes > Bytes{};
  }

  /// True if the use of a memory has changed since the last call.
  [[nodiscard]] bool take_change(MemoryId memory);
  /// True if memory was freed since the last call.
  [[nodiscard]] bool take_freed() { return std::exchange(has_freed_, false); }

 private:
  /// Weights of equal names and sizes are the same; a state belongs to one job.
  using ResidentKey = std::tuple<std::string, Bytes, std::optional<JobId>, MemoryId>;
  /// The memories to which the tensors of a task go when it starts.
  struct Claims {
    std::vector<JobTensorId> brought;  ///< Inputs to be moved or copied to the home memory.
    std::vector<std::pair<JobTensorId, MemoryId>> made;
    std::vector<std::pair<ResidentId, MemoryId>> residents;
  };
  [[nodiscard]] std::optional<Claims> claims(TaskHandle task, MemoryId home);
  /// The number of a task of an application, which is the same in all of its graphs.
  [[nodiscard]] std::size_t task_number(TaskHandle task) const {
    return first_task_[task.state().application] + index(task.graph().original(task.id()));
  }
  [[nodiscard]] std::span<const ResidentId> residents_to_place(TaskHandle task,
                                                               MemoryId home) const;
  void note_weights(TaskHandle task, MemoryId home);
  [[nodiscard]] static IdVector<JobTensorId, StoredTensor> all_tensors(const JobState& job);
  [[nodiscard]] static ResidentKey key(TaskHandle task, ResidentId id, MemoryId home);
  void bring(StoredTensor& tensor, MemoryId home);
  void put(StoredTensor& tensor, MemoryPlace place);
  void put_resident(TaskHandle task, ResidentId id, MemoryPlace place);
  void shrink(StoredTensor& tensor, Bytes by);
  void restore(StoredTensor& tensor, TaskHandle task);
  void clear(StoredTensor& tensor);

  const Platform& platform_;
  IdVector<MemoryId, Bytes> used_, told_;
  std::map<JobId, IdVector<JobTensorId, StoredTensor>> tensors_;
  std::map<ResidentKey, MemoryId> residents_;
  IdVector<ApplicationId, std::size_t> first_task_;  ///< Number of the first task.
  /// Which tasks find all of their weights in a memory, by the numbers of tasks. So weights need
  /// not be looked up by their names for every task of every job.
  IdVector<MemoryId, std::vector<bool>> with_weights_;
  bool has_freed_ = false;
};

}  // namespace kairos
