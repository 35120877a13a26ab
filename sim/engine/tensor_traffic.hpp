// Tensors in memories of limited size: room for a task that starts, what is free when one ends, and
// the traffic of tensors that were spilled.
//
// A task starts when there is room for all that it makes and for those of its inputs that are in
// another memory. While the first task in a queue finds no room, those behind it that do may
// overtake it. A spilled tensor is written after its maker has ended and read when its reader is
// sent, over the links from its home to where it is and those back; a reader whose home is there
// needs no reading.
//
// Example: 4 MB spill from a memory of 2 GB/s to one of 1 GB/s and 3 us: they are there 4003 us
// after their maker has ended. How far to trust it: sim/state/memory_state.hpp.
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

  /// True when some memory has a size. Everything below is to be called only then.
  [[nodiscard]] bool is_on() const { return is_on_; }

  /// Brings the first task in the queue that has its data and finds room to the front: false when
  /// there is none. A task in front without its data stays there, unless others may pass it. Throws
  /// InputError where the platform says that a run ends for lack of memory.
  bool bring_one_with_room(ElementId element);
  /// Takes room for what a task makes and reads from elsewhere; false, and nothing is taken, when
  /// there is not enough.
  bool take_room(TaskHandle task, ElementId element);
  /// A task has ended: frees what it has read.
  void release_inputs(TaskHandle task);
  /// A task was lost or had a wrong result: frees what it was making.
  void release_outputs(TaskHandle task);
  /// Begins to write an output that was spilled; false when it was not.
  [[nodiscard]] bool write_spilled(TaskHandle maker, const Edge& output);
  /// Begins to read the inputs of a task that were spilled and are not in the memory of its
  /// element.
  void read_spilled(TaskHandle reader, ElementId element);

  /// The error of a run that ends because a task finds no room.
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
