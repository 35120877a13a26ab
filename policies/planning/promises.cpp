#include "policies/planning/promises.hpp"

#include <algorithm>

namespace kairos {

void Promises::begin(const SystemView& view) {
  jobs_.clear();
  sent_.clear(view.element_count());
  points_.clear();
  first_lane_.clear();
  std::size_t lanes = 0;
  for (const ProcessingElement& element : view.platform().elements) {
    first_lane_.push_back(lanes);
    lanes += element.slots;
  }
  lanes_.assign(lanes, {});
  order_.assign(view.element_count(), {});
  happened_.clear();
  serial_ = 0;
  size_ = 0;
}

void Promises::clear(const SystemView& view) {
  for (Order& order : order_) {
    for (const auto& [turn, task] : order) {
      plan_of(task).promised = plan_of(task).in_lane = false;
      jobs_[task.job].promises = 0;
    }
    order.clear();
  }
  size_ = 0;
  lanes_.assign(lanes_.size(), {});
  happened_.clear();
  sent_.collect(view, [](TaskRef) {});
}

void Promises::add(const PlanningProblem& problem, const std::vector<PlannedTask>& placed) {
  auto& tasks = jobs_[problem.job()].tasks;
  tasks.resize(problem.view().graph(problem.job()).size());
  jobs_[problem.job()].promises += placed.size();
  size_ += placed.size();
  for (const PlannedTask& planned : placed) {
    const TaskRef task{problem.job(), problem.original(planned.task)};
    const Turn turn{planned.start, planned.finish, serial_++};
    const Duration slowdown =
        problem.view().contention() == nullptr
            ? Duration{}
            : planned.finish - planned.start - problem.duration(planned.task, planned.element);
    tasks[task.task] = {planned.element, true, false, turn, slowdown};
    order_[planned.element].emplace(turn, task);
    happened_.push_back(task);
  }
}

void Promises::keep(TaskRef task, ElementId element, Time finish, const SystemView& view) {
  TaskPlan& plan = plan_of(task);
  if (plan.promised) take_back(task);
  if (element != plan.element || finish != plan.turn.finish) {
    for (const Edge& output : view.graph(task.job).outputs(task.task)) {
      happened_.push_back({task.job, output.task});
    }
  }
  plan.element = element;
  plan.turn.finish = finish;
  sent_.add(task, element);
}

/// Removes a promise from the order of its element. The next one may move forward.
void Promises::take_back(TaskRef task) {
  TaskPlan& plan = plan_of(task);
  plan.promised = false;
  --jobs_[task.job].promises;
  --size_;
  const auto own = order_[plan.element].find(plan.turn);
  const auto next = order_[plan.element].erase(own);
  if (next != order_[plan.element].end()) happened_.push_back(next->second);
  give_back_lane(plan, plan.turn);
}

void Promises::skip(TaskRef task, const SystemView& view) {
  if (plan_of(task).promised) take_back(task);
  for (const Edge& output : view.graph(task.job).outputs(task.task)) {
    happened_.push_back({task.job, output.task});
  }
}

void Promises::forget(JobId job) {
  const IdVector<TaskId, TaskPlan>& tasks = jobs_[job].tasks;
  for (const TaskId task : ids<TaskId>(tasks.size())) {
    if (tasks[task].promised) take_back({job, task});
  }
}

IdVector<TaskId, Time> Promises::expected_finishes(JobId job) {
  IdVector<TaskId, Time> finishes;
  for (const TaskPlan& plan : jobs_[job].tasks) finishes.push_back(plan.turn.finish);
  return finishes;
}

void Promises::update(const SystemView& view) {
  suspects_.clear();
  changes_.clear();
  suspect_what_has_changed(view);
  move_suspects(view);
  settle_changes();
}

void Promises::suspect(TaskRef task) {
  const TaskPlan& plan = plan_of(task);
  if (plan.promised) suspects_.emplace(plan.turn, task);
}

void Promises::suspect_outputs(TaskRef task, const SystemView& view) {
  for (const Edge& output : view.graph(task.job).outputs(task.task)) {
    suspect({task.job, output.task});
  }
}

/// The end of a task may tell how much work others have.
void Promises::suspect_job(JobId job) {
  for (const TaskId task : ids<TaskId>(jobs_[job].tasks.size())) suspect({job, task});
}

void Promises::suspect_what_has_changed(const SystemView& view) {
  for (const TaskRef task : happened_) {
    if (view.is_in_system(task.job)) suspect(task);
  }
  happened_.clear();
  sent_.collect(view, [&](TaskRef task) {
    if (view.graph(task.job).has_draws()) {
      suspect_job(task.job);
    } else if (view.finish_of(task) != plan_of(task).turn.finish) {
      suspect_outputs(task, view);
    }
  });
  IdVector<ClusterId, std::size_t> points;
  for (const ClusterId c : ids<ClusterId>(view.platform().clusters.size())) {
    points.push_back(view.point(c));
  }
  const bool have_moved = points != points_;
  points_ = std::move(points);
  for (const Order& order : order_) {
    for (const auto& [turn, task] : order) {
      suspects_.emplace(turn, task);
      if (!have_moved) break;  // Only the first one waits for its element.
    }
  }
}

/// Moves suspects in planned order, so that each promise is computed after those it depends on.
void Promises::move_suspects(const SystemView& view) {
  while (!suspects_.empty()) {
    const TaskRef task = suspects_.extract(suspects_.begin()).mapped();
    move(task, view);
  }
}

void Promises::move(TaskRef task, const SystemView& view) {
  TaskPlan& plan = plan_of(task);
  const Turn before = plan.turn;
  const Order& order = order_[plan.element];
  const auto own = order.find(before);
  const Time free = own == order.begin() ? view.free_at(plan.element)
                                         : plan_of(std::prev(own)->second).turn.finish;
  plan.turn.start = std::max(free, inputs_there(task, plan.element, view));
  plan.turn.finish = plan.turn.start + view.duration_alone(task, plan.element) + plan.slowdown;
  const bool has_moved = plan.turn != before;
  if (!has_moved && plan.in_lane) return;
  changes_.push_back({task, before});
  if (const auto next = std::next(own); next != order.end()) suspects_.insert(*next);
  if (has_moved) suspect_outputs(task, view);
}

Time Promises::inputs_there(TaskRef task, ElementId element, const SystemView& view) {
  Time there = view.now();
  for (const Edge& input : view.graph(task.job).inputs(task.task)) {
    const TaskRef producer{task.job, input.task};
    const TaskPlan& plan = plan_of(producer);
    const Time finish =
        view.phase(producer) == Phase::done ? view.finish_of(producer) : plan.turn.finish;
    const Bytes bytes = view.bytes(task.job, input);
    there = std::max(there, finish + view.transfer_time(bytes, plan.element, element));
  }
  return there;
}

/// Puts the promises that have moved into their new places, in the order of their element and in
/// its lane. Promises that take no time may pass others there: the next update looks at those that
/// have another promise before them.
void Promises::settle_changes() {
  for (Change& change : changes_) change.neighbours = neighbours(change.task, change.before);
  for (const Change& change : changes_) {
    TaskPlan& plan = plan_of(change.task);
    order_[plan.element].erase(change.before);
    give_back_lane(plan, change.before);
  }
  for (const Change& change : changes_) {
    TaskPlan& plan = plan_of(change.task);
    order_[plan.element].emplace(plan.turn, change.task);
    take_lane(plan);
  }
  for (const Change& change : changes_) {
    const auto [before, after] = neighbours(change.task, plan_of(change.task).turn);
    if (before != change.neighbours.before) happened_.push_back(change.task);
    if (after == change.neighbours.after) continue;
    if (after) happened_.push_back(*after);
    if (change.neighbours.after) happened_.push_back(*change.neighbours.after);
  }
}

Promises::Neighbours Promises::neighbours(TaskRef task, const Turn& turn) {
  const Order& order = order_[plan_of(task).element];
  const auto own = order.find(turn);
  Neighbours found;
  if (own != order.begin()) found.before = std::prev(own)->second;
  if (std::next(own) != order.end()) found.after = std::next(own)->second;
  return found;
}

void Promises::take_lane(TaskPlan& plan) {
  plan.in_lane = true;
  if (plan.turn.start == plan.turn.finish) return;
  lanes_[first_lane_[plan.element]].take(plan.turn.start, plan.turn.finish);
}

void Promises::give_back_lane(TaskPlan& plan, const Turn& turn) {
  if (plan.in_lane && turn.start != turn.finish) {
    lanes_[first_lane_[plan.element]].give_back(turn.start, turn.finish);
  }
  plan.in_lane = false;
}

}  // namespace kairos
