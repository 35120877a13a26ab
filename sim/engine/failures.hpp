// Outages: elements fail and return or become slow, links lose bandwidth.
//
// A failure ends what runs at once; the system learns of it after the detection delay, or when the
// element returns before. Until then tasks may be sent there, and all that is there is taken back
// when it learns.
#pragma once

#include "sim/engine/decision_queue.hpp"
#include "sim/engine/execution.hpp"
#include "sim/engine/ready_tasks.hpp"
#include "sim/faults/fault_state.hpp"

namespace kairos {

class Failures {
 public:
  /// The parts of the engine that may hold something of a task that is lost.
  struct Holders {
    Checkpointing& checkpointing;
    Batching& batching;
    Transfers& transfers;
    TensorTraffic& tensors;
    ElementQueues& queues;
    DecisionQueue& decisions;
    ReadyTasks& ready;
    Clocks& clocks;
    Idle& idle;
    Overruns& overruns;
  };

  Failures(const EngineContext& context, const Holders& holders);

  /// An outage of a fault process begins or ends.
  void handle_fault(std::size_t process);
  /// A scripted incident holds an element down, or no longer.
  void hold_down(ElementId element, bool is_held);
  /// The system learns that an element has failed.
  void detect(ElementId element);

  /// True when an element that has failed is to return, as far as fault processes are concerned.
  [[nodiscard]] bool may_return(ElementId element) const {
    return !context_.element(element).works && !faults_.is_held_down(element) &&
           faults_.will_return(element);
  }

 private:
  void schedule(std::size_t process);
  void fail_or_return(ElementId element);
  void fail(ElementId element);
  void lose_tasks(ElementId element);
  void repair(ElementId element);
  void take_back(TaskHandle task);

  EngineContext context_;
  Holders parts_;
  FaultState faults_;
};

}  // namespace kairos
