// A probe watches a run and cannot disturb it: metrics, traces, stories and rewards are probes.
#pragma once

#include "sim/engine/event.hpp"

namespace kairos {

class Probe {
 public:
  virtual ~Probe() = default;

  /// Called for every event, in the order in which they happen.
  virtual void observe(Time now, const Event& event) = 0;

  /// False for a probe that needs only TaskFinished, TaskLost, JobFinished and what happens to
  /// elements: it is then spared the events of a task's way there, which cost time in long runs.
  [[nodiscard]] virtual bool wants_everything() const { return true; }
};

}  // namespace kairos
