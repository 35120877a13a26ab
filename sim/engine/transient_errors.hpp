// Draws which executions have wrong results.
//
// A wrong result is detected at the end of an execution. It is unknown which checkpoints are
// correct, so the task begins again from its start.
#pragma once

#include <map>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class TransientErrors {
 public:
  explicit TransientErrors(const EngineContext& context)
      : context_(context), is_on_(!context.scenario.faults.errors.empty()) {}

  [[nodiscard]] bool is_on() const { return is_on_; }
  /// Draws whether a task has a wrong result, given the time for which elements have run for it.
  bool is_wrong(TaskHandle task, ElementId element, Duration time_spent);
  /// Must be called when a task has finished.
  void forget(TaskHandle task) {
    if (!wrong_results_.empty()) wrong_results_.erase(task.ref());
  }

 private:
  EngineContext context_;
  const bool is_on_;
  std::map<TaskRef, std::uint64_t> wrong_results_;  ///< Counts, for unfinished tasks.
};

}  // namespace kairos
