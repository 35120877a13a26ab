// The tasks that wait for a decision, and those that cannot be sent because every element that
// could run them is down.
#pragma once

#include "sim/engine/engine_context.hpp"

namespace kairos {

class ReadyTasks {
 public:
  explicit ReadyTasks(const EngineContext& context) : context_(context) {}

  /// A task has all its inputs.
  void add(TaskHandle task) {
    SystemState& system = context_.state;
    TaskState& state = task.state();
    state.phase = Phase::ready;
    state.ready = system.now;
    if (system.elements_down > 0 && system.candidates(task.row()).empty()) {
      system.blocked.push_back(task.ref());
    } else {
      system.ready.add(task.ref());
    }
    context_.announce(TaskReady{task.ref()});
  }
  /// An element has failed: blocks the ready tasks that only elements which are down could run.
  void block();
  /// An element has returned: the tasks that it can run are ready again.
  void unblock();

 private:
  [[nodiscard]] bool can_run_somewhere(TaskRef task) const;

  EngineContext context_;
};

}  // namespace kairos
