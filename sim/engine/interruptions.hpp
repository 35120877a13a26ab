// Interrupts running tasks for more urgent ones, as far as the preemption of their cluster allows
// (platforms/preemption.hpp).
//
// An interrupted task is ready again, with the fraction of its work that is left:
//
//   left = left before * fraction of the execution that is left        if it keeps its work
//   left = left before, or what its last checkpoint does not contain   if it restarts
//
// With `at: checkpoint` it goes on until its next checkpoint. Its outputs leave the memory; its
// inputs stay until it has read them.
#pragma once

#include <optional>
#include <vector>

#include "sim/engine/execution.hpp"
#include "sim/engine/ready_tasks.hpp"
#include "sim/engine/tensor_traffic.hpp"

namespace kairos {

class Interruptions {
 public:
  /// The parts of the engine that hold data of a running task.
  struct Holders {
    Execution& execution;
    Checkpointing& checkpointing;
    TensorTraffic& tensors;
    ReadyTasks& ready;
    Overruns& overruns;
  };

  /// Throws InputError if tasks can be interrupted at checkpoints only and there are none.
  Interruptions(const EngineContext& context, const Holders& holders);

  /// True if the tasks of any cluster may be interrupted.
  [[nodiscard]] bool is_on() const { return !due_.empty(); }
  /// Interrupts the task in a slot for another one, now or at its next checkpoint.
  void interrupt(std::size_t slot, TaskRef beneficiary);
  /// Must be called when a stage of an execution has ended. Interrupts the task and returns true if
  /// it has written the checkpoint that its interruption waits for.
  bool end_stage(std::size_t slot);

 private:
  void interrupt_now(std::size_t slot);
  [[nodiscard]] bool still_waits(TaskRef task, ElementId element) const;

  EngineContext context_;
  Holders parts_;
  /// An interruption at the next checkpoint.
  struct Due {
    TaskRef task, beneficiary;
  };
  std::vector<std::optional<Due>> due_;  ///< Indexed by slot; empty if no task can be interrupted.
};

}  // namespace kairos
