#include "sim/engine/ready_tasks.hpp"

namespace kairos {

bool ReadyTasks::can_run_somewhere(TaskRef task) const {
  const SystemState& state = context_.state;
  return !state.candidates(state.jobs[task.job].first_row + index(task.task)).empty();
}

TaskState& ReadyTasks::state_of(TaskRef task) const {
  return context_.state.jobs[task.job].tasks[task.task];
}

void ReadyTasks::block() {
  if (!context_.state.strands_tasks()) return;
  std::vector<TaskRef>& blocked = context_.state.blocked;
  const std::size_t before = blocked.size();
  for (const TaskRef task : context_.state.ready.all()) {
    if (!can_run_somewhere(task)) blocked.push_back(task);
  }
  for (std::size_t i = before; i < blocked.size(); ++i) {
    context_.state.ready.remove(state_of(blocked[i]));
  }
}

void ReadyTasks::unblock() {
  std::erase_if(context_.state.blocked, [&](TaskRef task) {
    if (!can_run_somewhere(task)) return false;
    context_.state.ready.add(state_of(task));
    return true;
  });
}

}  // namespace kairos
