#include "sim/engine/interruptions.hpp"

#include <algorithm>

namespace kairos {

Interruptions::Interruptions(const EngineContext& context, const Holders& holders)
    : context_(context), parts_(holders) {
  for (const Cluster& cluster : context.scenario.platform.clusters) {
    if (!cluster.preemption.interrupts()) continue;
    due_.resize(context.state.slots.size());
    if (cluster.preemption.at != Interruptible::checkpoint || holders.checkpointing.is_on())
      continue;
    throw InputError("cluster '" + cluster.name +
                     "' interrupts tasks at checkpoints, but tasks write none; add "
                     "'faults: {checkpoint: {every: ..., cost: ...}}', or write 'preemption: {at: "
                     "any}'");
  }
}

void Interruptions::interrupt(std::size_t slot, TaskRef beneficiary) {
  const Slot& place = context_.state.slots[slot];
  const bool waits = context_.cluster_of(place.element).preemption.at == Interruptible::checkpoint;
  if (waits && !place.is_setting_up) {
    due_[slot] = Due{place.task.ref(), beneficiary};
  } else {
    interrupt_now(slot);
  }
}

bool Interruptions::end_stage(std::size_t slot) {
  if (!due_[slot] || !parts_.checkpointing.has_just_written(slot)) return false;
  const Slot& place = context_.state.slots[slot];
  const bool is_due = due_[slot]->task == place.task.ref();
  if (!is_due || !still_waits(due_[slot]->beneficiary, place.element)) {
    due_[slot].reset();
    return false;
  }
  interrupt_now(slot);
  return true;
}

/// True if a task is in the queue of an element.
bool Interruptions::still_waits(TaskRef task, ElementId element) const {
  const JobState* const job = context_.state.jobs.find(task.job);
  if (job == nullptr) return false;
  const TaskState& state = job->tasks[task.task];
  return state.phase == Phase::queued && state.element == element;
}

void Interruptions::interrupt_now(std::size_t slot) {
  SystemState& system = context_.state;
  const Time now = system.now;
  const ElementId id = system.slots[slot].element;
  const TaskHandle task = system.slots[slot].task;
  TaskState& state = task.state();
  const Preemption& preemption = context_.cluster_of(id).preemption;
  const double left = context_.agenda.cancel(Activity::slot, slot);
  const double left_before = state.left;
  if (preemption.resume == Resumption::keeps) {
    parts_.checkpointing.interrupt(slot, left);
  } else {
    static_cast<void>(parts_.checkpointing.lose(slot));
  }
  if (state.left < left_before) {
    parts_.overruns.keep_part(task);
  } else {
    parts_.overruns.waste_execution(task, now);
    parts_.overruns.start_over(task, now);
  }
  parts_.execution.interrupt(slot, preemption);
  system.energy.ended(id, now);
  const Joules drawn = system.energy.task_energy(id, state.energy_mark);
  state.energy += drawn;
  const double left_share = state.left / task.job().scale(task.id());
  context_.announce(
      TaskPreempted{task.ref(), state.application, id, state.start, left_share, drawn});
  if (parts_.tensors.is_on()) parts_.tensors.release_outputs(task);
  due_[slot].reset();
  system.slots[slot] = {.element = id};
  --context_.element(id).running;
  context_.element(id).expect_again(now);
  parts_.ready.add(task);
}

}  // namespace kairos
