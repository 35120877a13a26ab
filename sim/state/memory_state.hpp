// Tracks which tensors are in which memory. Every edge of a job graph is a tensor, which occupies
// memory from the start of the task that makes it to the end of the task that uses it.
//
//   used(m) = sum of the bytes of the tensors that are in m
//
// When a task starts, it allocates all of its outputs and all inputs that it reads from other
// memories at once. No task holds memory while it waits for more (Herrmann, Marchal and Robert,
// Memory-aware list scheduling for hybrid platforms, IPDPS Workshops 2014, where a running task
// needs its inputs and outputs in the memory of the element). If the memory spills, each output
// goes to the first tier with room, and inputs may stay where they are.
//
// Example: task a makes 4 MB for b and 2 MB for c. The memory in use is 6 MB from the start of a, 2
// MB from the end of b, and zero from the end of c.
//
// How far to trust it: every edge is a tensor of its own, so data that several tasks read counts
// once per reader. Weights, code and scratch memory are not tensors, and there is no fragmentation.
// A tensor in transfer to another memory counts in its source until its reader starts.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/state/element_state.hpp"

namespace kairos {

/// A tensor: its home memory, near the task that makes or reads it, and the memory in which it is.
struct StoredTensor {
  MemoryId home{};
  MemoryId at{};
  Bytes bytes;  ///< A whole number of bytes; zero if the tensor is not in a memory.

  [[nodiscard]] bool is_spilled() const { return bytes > Bytes{} && at != home; }
};

class MemoryState {
 public:
  explicit MemoryState(const Platform& platform);

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
  /// The room that a task needs: for all outputs and, if the memory does not spill, for all inputs.
  [[nodiscard]] Bytes needed(TaskHandle task, ElementId element) const;
  /// The total size of all tiers of a home memory.
  [[nodiscard]] Bytes most(MemoryId home) const;

  /// The inputs of a task, in the order of the graph.
  [[nodiscard]] std::span<StoredTensor> inputs(TaskHandle task);
  /// An output of a task, which is also the input of its reader.
  [[nodiscard]] StoredTensor& output(TaskHandle maker, const Edge& output);
  void remove(StoredTensor& tensor);
  void forget(JobId job) { tensors_.erase(job); }

  /// True if the use of a memory has changed since the last call.
  [[nodiscard]] bool take_change(MemoryId memory);
  /// True if memory was freed since the last call.
  [[nodiscard]] bool take_freed() { return std::exchange(has_freed_, false); }

 private:
  /// The memories to which the tensors of a task go when it starts.
  struct Places {
    std::vector<StoredTensor*> brought;  ///< Inputs to be moved to the home memory.
    std::vector<MemoryId> made;          ///< Memory of each output.
  };
  [[nodiscard]] std::optional<Places> places(TaskHandle task, MemoryId home);
  void put(StoredTensor& tensor, MemoryId home, MemoryId at, Bytes bytes);

  const Platform& platform_;
  IdVector<MemoryId, Bytes> used_, told_;
  std::map<JobId, std::vector<StoredTensor>>
      tensors_;  ///< Edges of each job, in the order of their
                 ///< readers.
  bool has_freed_ = false;
};

}  // namespace kairos
