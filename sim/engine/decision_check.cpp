#include "sim/engine/decision_check.hpp"

#include <stdexcept>
#include <string>

namespace kairos {

TaskHandle checked_task(const SystemState& state, const Decision& decision) {
  const TaskRef ref = decision.task;
  const auto refuse = [&](const char* why) {
    throw std::logic_error("task " + std::to_string(index(ref.task)) + " of job " +
                           std::to_string(index(ref.job)) + " cannot be sent to element " +
                           std::to_string(index(decision.element)) + " at " +
                           format(state.now.since_start()) + ": " + why);
  };
  JobState* const job = state.jobs.find(ref.job);
  if (job == nullptr) refuse("the job is not in the system");
  if (index(ref.task) >= job->tasks.size()) refuse("the job has no such task");
  const TaskHandle task(*job, ref.task);
  if (task.state().phase != Phase::ready) refuse("the task is not ready");
  if (index(decision.element) >= state.elements.size()) refuse("there is no such element");
  if (!state.elements[decision.element].up) refuse("the element is down");
  if (!state.costs.can_run(task.row(), decision.element)) refuse("the element cannot run it");
  return task;
}

}  // namespace kairos
