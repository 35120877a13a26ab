// Carries out outages: elements fail and return or become slow, and links lose bandwidth.
//
// A failure ends running tasks immediately. The system learns of it after the detection delay, or
// earlier if the element returns. Until then tasks may be sent to the element. When the system
// learns of the failure, all tasks of the element become ready again. If members of gangs ran
// there, the other members of these gangs are then lost, too (gangs.hpp).
#pragma once

#include "sim/engine/decision_queue.hpp"
#include "sim/engine/execution.hpp"
#include "sim/engine/gangs.hpp"
#include "sim/engine/ready_tasks.hpp"
#include "sim/faults/fault_state.hpp"

namespace kairos {

class Failures {
 public:
  /// The parts of the engine that may hold data of a lost task.
  struct Holders {
    Checkpointing& checkpointing;
    Batching& batching;
    Execution& execution;
    Transfers& transfers;
    TensorTraffic& tensors;
    ElementQueues& queues;
    DecisionQueue& decisions;
    Gangs& gangs;
    ReadyTasks& ready;
    Clocks& clocks;
    Idle& idle;
    Overruns& overruns;
  };

  Failures(const EngineContext& context, const Holders& holders);

  /// Handles the begin or end of an outage of a fault process.
  void handle_fault(std::size_t process);
  /// Handles a scripted incident that holds an element down or releases it.
  void hold_down(ElementId element, bool is_held);
  /// Must be called when the delay until a failure is detected is over.
  void detect(ElementId element);
  /// Takes slow elements out of service, because the step of the gang of which a member runs in
  /// this slot takes longer than usual.
  void handle_deviation(std::size_t slot);

  /// True if a failed element will return according to the fault processes.
  [[nodiscard]] bool may_return(ElementId element) const {
    return !context_.element(element).works && !faults_.is_held_down(element) &&
           faults_.will_return(element);
  }

 private:
  void schedule(std::size_t process);
  void fail_or_return(ElementId element);
  void take_down(ElementId element);
  void fail(ElementId element);
  void learn(ElementId element);
  void lose_tasks(ElementId element);
  void lose_task(std::size_t slot);
  void lose_gang(std::size_t slot);
  [[nodiscard]] Time known_at(ElementId element) const;
  void repair(ElementId element);
  void take_back(TaskHandle task);

  EngineContext context_;
  Holders parts_;
  FaultState faults_;
};

}  // namespace kairos
