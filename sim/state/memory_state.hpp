// Which tensors are in which memory: the bytes of every edge of a job graph, from the start of the
// task that makes them to the end of the task that uses them.
//
//   used(m) = sum of the bytes of the tensors that are in m
//
// A task takes room for all it makes, and for what it reads from other memories, when it starts,
// all at once; so no task holds room while it waits for more (Herrmann, Marchal and Robert,
// Memory-aware list scheduling for hybrid platforms, IPDPS Workshops 2014, where running needs
// inputs and outputs in the memory of the element). Where the memory spills, what it makes goes to
// the first tier with room, tensor by tensor, and what it reads may stay where it is.
//
// Example: a makes 4 MB for b and 2 MB for c. From the start of a 6 MB are used, 2 MB from the end
// of b, none from the end of c.
//
// How far to trust it: every edge is a tensor of its own, so one that several tasks read counts
// once per reader; weights, code and scratch memory are not tensors; no fragmentation. A tensor on
// its way to another memory is counted where it comes from until its reader starts.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "platforms/platform.hpp"
#include "sim/state/element_state.hpp"

namespace kairos {

/// One tensor: where its maker or its reader has it at hand, and where it is.
struct Tensor {
  MemoryId home{};
  MemoryId at{};
  Bytes bytes;  ///< Whole; zero: not in a memory.

  [[nodiscard]] bool is_spilled() const { return bytes > Bytes{} && at != home; }
};

class MemoryState {
 public:
  explicit MemoryState(const Platform& platform);

  /// False when no memory has a size: nothing is counted.
  [[nodiscard]] bool is_on() const { return !used_.empty(); }
  /// The memory in which tasks of an element keep their tensors, if there is one.
  [[nodiscard]] std::optional<MemoryId> home(ElementId element) const {
    return platform_.cluster_of(element).home;
  }
  [[nodiscard]] Bytes used(MemoryId memory) const { return used_[memory]; }
  [[nodiscard]] Bytes free(MemoryId memory) const {
    return platform_.memories[memory].size - used_[memory];
  }

  /// True when a task would find room if it started there.
  [[nodiscard]] bool has_room(TaskHandle task, ElementId element);
  /// Nothing is taken unless there is room for all.
  [[nodiscard]] bool take_room(TaskHandle task, ElementId element);
  /// The room that a task needs there: for all that it makes and, where the memory does not spill,
  /// for what it reads.
  [[nodiscard]] Bytes needed(TaskHandle task, ElementId element) const;
  /// The room for tensors of a home in all its tiers together.
  [[nodiscard]] Bytes most(MemoryId home) const;

  /// The inputs of a task, in the order of the graph.
  [[nodiscard]] std::span<Tensor> inputs(TaskHandle task);
  /// One output of a task: the input of its reader.
  [[nodiscard]] Tensor& output(TaskHandle maker, const Edge& output);
  void remove(Tensor& tensor);
  void forget(JobId job) { tensors_.erase(job); }

  /// True when the use of a memory has changed since the last call.
  [[nodiscard]] bool take_change(MemoryId memory);
  /// True when room has become free since the last call.
  [[nodiscard]] bool take_freed() { return std::exchange(has_freed_, false); }

 private:
  /// The memories into which the tensors of a task go when it starts.
  struct Places {
    std::vector<Tensor*> brought;  ///< Inputs, to its home.
    std::vector<MemoryId> made;    ///< The memory of each output.
  };
  [[nodiscard]] std::optional<Places> places(TaskHandle task, MemoryId home);
  void put(Tensor& tensor, MemoryId home, MemoryId at, Bytes bytes);

  const Platform& platform_;
  IdVector<MemoryId, Bytes> used_, told_;
  std::map<JobId, std::vector<Tensor>> tensors_;  ///< The edges of each job, reader by reader.
  bool has_freed_ = false;
};

}  // namespace kairos
