// Checks whether a decision of a policy can be carried out.
#pragma once

#include "sim/decision/decision.hpp"
#include "sim/state/system_state.hpp"

namespace kairos {

/// Throws the std::logic_error of a decision that cannot be carried out.
[[noreturn]] void refuse(const Decision& decision, Time now, const char* why);

/// Throws std::logic_error if a decision may not overtake queued tasks or interrupt the running
/// one.
void check_place(const SystemState& state, const Decision& decision);

/// The task that a decision sends. Throws std::logic_error if the task is not ready, or if the
/// element is down or cannot run it.
[[nodiscard]] inline TaskHandle checked_task(const SystemState& state, const Decision& decision) {
  const auto refuse = [&](const char* why) { kairos::refuse(decision, state.now, why); };
  const TaskRef ref = decision.task;
  JobState* const job = state.jobs.find(ref.job);
  if (job == nullptr) refuse("the job is not in the system");
  if (index(ref.task) >= job->tasks.size()) refuse("the job has no such task");
  const TaskHandle task(*job, ref.task);
  if (task.state().phase != Phase::ready) refuse("the task is not ready");
  if (index(decision.element) >= state.elements.size()) refuse("the element does not exist");
  if (!state.elements[decision.element].up) refuse("the element is down");
  if (!state.costs.can_run(task.row(), decision.element)) refuse("the element cannot run it");
  if (decision.goes_first()) check_place(state, decision);
  return task;
}

}  // namespace kairos
