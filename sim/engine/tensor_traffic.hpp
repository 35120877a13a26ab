// Manages tensors in memories of limited size: allocates memory when tasks start, frees it when
// they end, and moves spilled tensors.
//
// A task starts when there is room for all of its outputs and for those of its inputs that are in
// another memory. If there is no room for the first task in a queue, later tasks that fit may
// overtake it. A spilled tensor is written after its maker has ended and read when its reader is
// sent, over the links between its home and its present memory. A reader whose home is that memory
// does not need to read it.
//
// Example: 4 MB spill from a memory of 2 GB/s to one of 1 GB/s and 3 us. They arrive 4003 us after
// their maker has ended.
// How far to trust it: see sim/state/memory_state.hpp.
#pragma once

#include <string>

#include "sim/base/error.hpp"
#include "sim/engine/element_queues.hpp"
#include "sim/engine/transfers.hpp"

namespace kairos {

class TensorTraffic {
 public:
  TensorTraffic(const EngineContext& context, Transfers& transfers, ElementQueues& queues)
      : context_(context),
        transfers_(transfers),
        queues_(queues),
        is_on_(context.state.memory.is_on()) {}

  /// True if any memory has a size. The other functions may be called only then.
  [[nodiscard]] bool is_on() const { return is_on_; }

  /// Moves the first queued task that has its inputs and fits into memory to the front. Returns
  /// false if there is none. If the first task lacks inputs, it stays in front unless others may
  /// overtake it. Throws InputError if the platform requires a run to end for lack of memory, or if
  /// the task can never fit.
  bool bring_one_with_room(ElementId element);
  /// Allocates the memory of a task that starts. Returns false and allocates nothing if there is
  /// not enough room.
  bool take_room(TaskHandle task, ElementId element);
  /// Frees the inputs of a task that has ended.
  void release_inputs(TaskHandle task);
  /// Frees the outputs of a task that was lost or had a wrong result.
  void release_outputs(TaskHandle task);
  /// Begins to write an output that was spilled. Returns false if it was not spilled.
  [[nodiscard]] bool write_spilled(TaskHandle maker, const Edge& output);
  /// Begins to read the spilled inputs of a task that are not in the memory of its element.
  void read_spilled(TaskHandle reader, ElementId element);

  /// Makes the error of a run that ends because there is no room for a task.
  [[nodiscard]] InputError out_of_memory(TaskHandle task, ElementId element,
                                         const std::string& why) const;

 private:
  void find_no_room(TaskHandle task, ElementId element);
  void wait_for_room(ElementId element, Time more_data);
  void move_tensor(TaskHandle reader, const Tensor& tensor, bool is_write);
  void announce_use();

  EngineContext context_;
  Transfers& transfers_;
  ElementQueues& queues_;
  const bool is_on_;
};

}  // namespace kairos
