// Takes the tasks of a job that is dropped out of the system. None of them runs or is done: they
// are ready, blocked, or in the queue of an element.
//
// How far to trust it: a launch by a host that has been announced is not taken back, and the
// set-ups that are foreseen for the tasks behind a dropped one are not foreseen anew.
#pragma once

#include <utility>
#include <vector>

#include "sim/engine/checkpointing.hpp"
#include "sim/engine/decision_queue.hpp"
#include "sim/engine/gangs.hpp"
#include "sim/engine/tensor_traffic.hpp"
#include "sim/engine/transient_errors.hpp"

namespace kairos {

class Withdrawal {
 public:
  /// The parts of the engine that may hold data of a task that has not started.
  struct Holders {
    Transfers& transfers;
    TensorTraffic& tensors;
    ElementQueues& queues;
    Checkpointing& checkpointing;
    TransientErrors& errors;
    DecisionQueue& decisions;
    Gangs& gangs;
    Overruns& overruns;
  };

  Withdrawal(const EngineContext& context, const Holders& holders)
      : context_(context), parts_(holders) {}

  /// Takes all tasks of a job out of the queues and the ready list.
  void withdraw(JobState& job);
  /// The elements whose queues have lost a task since the last call. Their next tasks may be able
  /// to start.
  [[nodiscard]] std::vector<ElementId> take_shortened() { return std::exchange(shortened_, {}); }

 private:
  void take_from_queue(TaskHandle task);

  EngineContext context_;
  Holders parts_;
  std::vector<ElementId> shortened_;
};

}  // namespace kairos
