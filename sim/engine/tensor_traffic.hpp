// Manages tensors in memories of limited size: allocates memory when tasks start, frees it when
// they end, and moves spilled tensors.
//
// The home of a task is the first memory that its cluster names. A task starts when its home has
// room for all of its outputs and for those of its inputs that are in another memory. If the home
// has no room for the first task in a queue, later tasks that fit may overtake it.
//
// If the home spills, outputs that do not fit go to another memory, and inputs may stay in theirs.
// A spilled tensor is written when the task that makes it has ended. It is read when the task that
// reads it is sent, unless it already is in the home of that task. Weights and states for which the
// home has no room stay in the other memory, and every task that uses them reads them from there.
//
// Example: 4 MB spill from a memory with 2 GB/s to one with 1 GB/s and a latency of 3 us. They
// arrive 4003 us after the task that makes them has ended.
// How far to trust it: see sim/state/memory_state.hpp.
#pragma once

#include <optional>
#include <string>

#include "sim/base/error.hpp"
#include "sim/engine/element_queues.hpp"
#include "sim/engine/transfers.hpp"

namespace kairos {

/// Announces the memories whose use has changed since the last call.
void announce_memory_use(const EngineContext& context);

class TensorTraffic {
 public:
  TensorTraffic(const EngineContext& context, Transfers& transfers, ElementQueues& queues)
      : context_(context),
        transfers_(transfers),
        queues_(queues),
        is_on_(context.state.memory.is_on()) {}

  /// True if any memory has a size. Otherwise the other functions must not be called.
  [[nodiscard]] bool is_on() const { return is_on_; }

  /// Moves the first queued task whose inputs have arrived and that fits into memory to the front.
  /// Returns false if there is none. A first task whose inputs have not arrived stays in front if
  /// the queue is in order; the answer is then true. Throws InputError if a task does not fit and
  /// the platform states that the run then fails, or if the task can never fit.
  bool bring_one_with_room(ElementId element);
  /// Allocates the memory of a task that starts. Returns false and allocates nothing if there is
  /// not enough room.
  bool take_room(TaskHandle task, ElementId element);
  /// Frees the inputs of a task that has ended, unless other tasks have to read them.
  void release_inputs(TaskHandle task);
  /// Must be called when the bytes that a task sends are known. Frees outputs that are not sent.
  void resize_outputs(TaskHandle task) { context_.state.memory.resize_outputs(task); }
  /// Must be called when a task is skipped, which then neither reads nor makes anything.
  void skip(TaskHandle task);
  /// Frees the outputs of a task that was lost or had a wrong result.
  void release_outputs(TaskHandle task);
  /// Begins to write an output that was spilled. Returns false if it was not spilled.
  [[nodiscard]] bool write_spilled(TaskHandle maker, const Edge& output);
  /// Places the residents of a task that is sent, and begins to read spilled residents and inputs
  /// that are not in the memory of its element.
  void read_spilled(TaskHandle reader, ElementId element);
  /// Frees the states of a job that has ended.
  void forget(JobState& job);

  /// Returns the error of a run that ends because there is no room for a task.
  [[nodiscard]] InputError out_of_memory(TaskHandle task, ElementId element,
                                         const std::string& why) const;

 private:
  /// The task of an element that is next.
  struct Turn {
    std::optional<std::size_t> first = {};   ///< Its place in the queue.
    std::optional<TaskHandle> lacking = {};  ///< A task that has had its turn but does not fit.
    bool any_lacks_room = false;
    Time more_data = Time::never();  ///< The next arrival of data for a queued task.
  };
  [[nodiscard]] Turn turn_in_order(ElementId element) const;
  [[nodiscard]] Turn turn_of_oldest(ElementId element) const;
  [[nodiscard]] bool has_data(const TaskState& task) const {
    return task.transfers == 0 && task.data_ready <= context_.state.now;
  }
  void find_no_room(TaskHandle task, ElementId element);
  void wait_for_room(ElementId element, Time more_data);
  std::size_t move_tensor(TaskHandle reader, MemoryPlace place, Bytes bytes, bool is_write);
  void announce_use() { announce_memory_use(context_); }

  EngineContext context_;
  Transfers& transfers_;
  ElementQueues& queues_;
  const bool is_on_;
};

}  // namespace kairos
