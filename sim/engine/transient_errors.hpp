// Wrong results: whether an execution that has come to its end has one.
//
// A wrong result is seen at the end of an execution; nobody knows which checkpoints are sound, so
// the task begins again from its start.
#pragma once

#include <map>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class TransientErrors {
 public:
  explicit TransientErrors(const EngineContext& context)
      : context_(context), is_on_(!context.scenario.faults.errors.empty()) {}

  [[nodiscard]] bool is_on() const { return is_on_; }
  /// Draws whether a task for which elements have run for so long has a wrong result.
  bool is_wrong(TaskHandle task, ElementId element, Duration time_spent);
  /// A task has finished.
  void forget(TaskHandle task) {
    if (!wrong_results_.empty()) wrong_results_.erase(task.ref());
  }

 private:
  EngineContext context_;
  const bool is_on_;
  std::map<TaskRef, std::uint64_t> wrong_results_;  ///< So far, of tasks that are not done.
};

}  // namespace kairos
