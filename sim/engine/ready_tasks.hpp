// Manages the tasks that wait for a decision, and the blocked tasks of which all capable elements
// are down.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class ReadyTasks {
 public:
  explicit ReadyTasks(const EngineContext& context) : context_(context) {}

  /// Adds a task that has all its inputs.
  void add(TaskHandle task) {
    SystemState& system = context_.state;
    TaskState& state = task.state();
    state.phase = Phase::ready;
    state.ready = system.now;
    if (system.elements_down > 0 && system.candidates(task.row()).empty()) {
      system.blocked.push_back(task.ref());
    } else {
      system.ready.add(state);
    }
    context_.announce(TaskReady{task.ref()});
  }
  /// Blocks the ready tasks that cannot run anywhere any more. Must be called when an element has
  /// failed.
  void block();
  /// Unblocks the tasks that can run again. Must be called when an element has returned.
  void unblock();

 private:
  [[nodiscard]] bool can_run_somewhere(TaskRef task) const;
  [[nodiscard]] TaskState& state_of(TaskRef task) const;

  EngineContext context_;
};

}  // namespace kairos
