#include "sim/engine/withdrawal.hpp"

#include <algorithm>

namespace kairos {

void Withdrawal::withdraw(JobState& job) {
  SystemState& system = context_.state;
  for (const TaskId id : ids<TaskId>(job.tasks.size())) {
    const TaskHandle task{job, id};
    if (task.state().phase == Phase::ready) {
      if (task.state().ticket != 0) system.ready.remove(task.state());
    } else if (task.state().phase == Phase::queued) {
      take_from_queue(task);
    }
    parts_.checkpointing.forget(task);
    parts_.errors.forget(task);
    parts_.overruns.forget(task);
  }
  std::erase_if(system.blocked, [&](TaskRef task) { return task.job == job.job.id; });
  if (parts_.tensors.is_on()) parts_.tensors.forget(job);
}

void Withdrawal::take_from_queue(TaskHandle task) {
  if (parts_.decisions.is_on()) parts_.decisions.forget(task);
  parts_.transfers.cancel_to(task);
  if (parts_.gangs.is_on()) parts_.gangs.leave_queue(task);
  const ElementId id = task.state().element;
  ElementState& element = context_.element(id);
  const auto queued = element.queue.all();
  const auto place = std::ranges::find(queued, task) - queued.begin();
  parts_.queues.bring_to_front(id, static_cast<std::size_t>(place));
  element.queue.pop();
  element.waits_for_memory = element.waits_for_memory && !element.queue.empty();
  element.expect_without_task(context_.state.now);
  shortened_.push_back(id);
}

}  // namespace kairos
