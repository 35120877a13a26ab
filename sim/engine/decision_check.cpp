#include "sim/engine/decision_check.hpp"

#include <stdexcept>
#include <string>

namespace kairos {

void refuse(const Decision& decision, Time now, const char* why) {
  throw std::logic_error("task " + std::to_string(index(decision.task.task)) + " of job " +
                         std::to_string(index(decision.task.job)) + " cannot be sent to element " +
                         std::to_string(index(decision.element)) + " at " +
                         format(now.since_start()) + ": " + why);
}

void check_place(const SystemState& state, const Decision& decision) {
  const Preemption& preemption = state.scenario.platform.cluster_of(decision.element).preemption;
  if (!preemption.overtakes()) refuse(decision, state.now, "its queue cannot be overtaken");
  if (!decision.interrupts()) return;
  const ElementState& element = state.elements[decision.element];
  if (!preemption.interrupts()) refuse(decision, state.now, "its tasks cannot be interrupted");
  if (decision.place >= element.slots.size() || !element.slots[decision.place].task) {
    refuse(decision, state.now, "no task runs in the slot");
  }
}

}  // namespace kairos
