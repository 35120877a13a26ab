#include "sim/engine/ready_tasks.hpp"

namespace kairos {

bool ReadyTasks::can_run_somewhere(TaskRef task) const {
  const SystemState& state = context_.state;
  return !state.candidates(state.jobs[task.job].first_row + index(task.task)).empty();
}

void ReadyTasks::block() {
  std::vector<TaskRef>& blocked = context_.state.blocked;
  const std::size_t before = blocked.size();
  for (const TaskRef task : context_.state.ready.all()) {
    if (!can_run_somewhere(task)) blocked.push_back(task);
  }
  for (std::size_t i = before; i < blocked.size(); ++i) context_.state.ready.remove(blocked[i]);
}

void ReadyTasks::unblock() {
  std::erase_if(context_.state.blocked, [&](TaskRef task) {
    if (!can_run_somewhere(task)) return false;
    context_.state.ready.add(task);
    return true;
  });
}

}  // namespace kairos
