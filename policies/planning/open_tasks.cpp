#include "policies/planning/open_tasks.hpp"

namespace kairos {

OpenTasks::OpenTasks(const PlanningProblem& problem, PartialSchedule& schedule)
    : problem_(problem),
      schedule_(schedule),
      position_(problem.task_count()),
      data_ready_(problem.task_count() * problem.element_count()) {
  const JobGraph& graph = problem.graph();
  missing_inputs_.reserve(graph.size());
  for (const TaskId task : ids<TaskId>(graph.size())) {
    missing_inputs_.push_back(graph.inputs(task).size());
    if (missing_inputs_.back() == 0) open(task);
  }
}

void OpenTasks::open(TaskId task) {
  position_[task] = open_.size();
  open_.push_back(task);
  ++fresh_;
  for (const ElementId element : problem_.elements_for(task)) {
    data_ready_[index(task) * problem_.element_count() + index(element)] =
        schedule_.data_ready(task, element);
  }
}

void OpenTasks::place(const PlannedTask& planned) {
  schedule_.place(planned);
  const std::size_t position = position_[planned.task];
  open_[position] = open_.back();
  position_[open_[position]] = position;
  open_.pop_back();
  fresh_ = 0;
  for (const Edge& output : problem_.graph().outputs(planned.task)) {
    if (--missing_inputs_[output.task] == 0) open(output.task);
  }
}

}  // namespace kairos
