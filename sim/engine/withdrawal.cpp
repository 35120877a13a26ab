#include "sim/engine/withdrawal.hpp"

namespace kairos {

void Withdrawal::withdraw(JobState& job) {
  SystemState& system = context_.state;
  bool is_blocked = false;
  for (const TaskId id : ids<TaskId>(job.tasks.size())) {
    const TaskHandle task{job, id};
    if (task.state().phase == Phase::ready) {
      if (task.state().ticket != 0) {
        system.ready.remove(task.state());
      } else {
        is_blocked = true;
      }
    } else if (task.state().phase == Phase::queued) {
      take_from_queue(task);
    }
    parts_.checkpointing.forget(task);
    parts_.errors.forget(task);
    parts_.overruns.forget(task);
  }
  if (is_blocked) {
    std::erase_if(system.blocked, [&](TaskRef task) { return task.job == job.job.id; });
  }
  if (parts_.tensors.is_on()) parts_.tensors.forget(job);
}

void Withdrawal::take_from_queue(TaskHandle task) {
  const bool is_held = task.state().transfers > 0;  // by a pass of the scheduler, or by transfers
  if (is_held && parts_.decisions.is_on()) parts_.decisions.forget(task);
  parts_.transfers.cancel_to(task);
  if (parts_.gangs.is_on()) parts_.gangs.leave_queue(task);
  const ElementId id = task.state().element;
  ElementState& element = context_.element(id);
  parts_.queues.look_again(id, Time::never());
  element.queue.erase(task);
  element.waits_for_memory = element.waits_for_memory && !element.queue.empty();
  element.expect_again(context_.state.now);
  shortened_.push_back(id);
}

}  // namespace kairos
