// The promises of planned jobs: the element, the place in its order and the expected times of every
// planned task that is not yet sent.
//
// If tasks finish late or early (noise, contention, failures, amounts of work), the order on every
// element stays and the expected times move:
//
//   start = max(expected finish of the task before it on the element, arrival of its inputs)
//
// update() computes this only for promises whose element, inputs or operating points have changed,
// and for those that depend on them. Other promises cost nothing.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "policies/per_job.hpp"
#include "policies/planning/lane.hpp"
#include "policies/planning/partial_schedule.hpp"
#include "policies/sent_tasks.hpp"

namespace kairos {

class Promises {
 public:
  void begin(const SystemView& view);
  /// Forgets all promises; the records of tasks that have been sent stay.
  void clear(const SystemView& view);

  /// Adds the tasks placed in a plan of a job, by ids of the problem's graph.
  void add(const PlanningProblem& problem, const std::vector<PlannedTask>& placed);
  /// Records that the task is about to be sent to an element, where it will finish at `finish`.
  void keep(TaskRef task, ElementId element, Time finish, const SystemView& view);
  /// Forgets the promise of a task of a planned job, which has been skipped.
  void skip(TaskRef task, const SystemView& view);
  /// Forgets the promises of a planned job, which has left the system.
  void forget(JobId job);
  /// Makes room for the jobs in the system.
  void follow(const SystemView& view) {
    jobs_.follow(view.jobs(), [](JobId) { return JobPlan{}; });
  }

  [[nodiscard]] bool is_promised(TaskRef task) { return jobs_[task.job].tasks[task.task].promised; }
  /// True if some task of a planned job has a promise.
  [[nodiscard]] bool has_promises(JobId job) { return jobs_[job].promises > 0; }
  /// Returns the element that a task of a planned job is promised or was sent to.
  [[nodiscard]] ElementId element(TaskRef task) { return jobs_[task.job].tasks[task.task].element; }
  /// The number of promised tasks.
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool is_empty(ElementId element) const { return order_[element].empty(); }
  /// The first task promised to an element.
  [[nodiscard]] TaskRef first(ElementId element) const { return order_[element].begin()->second; }
  /// Calls `visit(TaskRef)` for all tasks promised to an element, in order.
  template <class Visit>
  void for_each(ElementId element, Visit visit) const {
    for (const auto& [turn, task] : order_[element]) visit(task);
  }
  /// Calls `visit(TaskRef, start, finish)` for all tasks promised to an element, in order, with
  /// their expected times as of the last update().
  template <class Visit>
  void for_each_interval(ElementId element, Visit visit) const {
    for (const auto& [turn, task] : order_[element]) visit(task, turn.start, turn.finish);
  }
  /// Returns when each task of a job is expected to finish, if it has been planned or sent.
  [[nodiscard]] IdVector<TaskId, Time> expected_finishes(JobId job);

  /// Computes when the promised tasks will run, from the present state.
  void update(const SystemView& view);
  /// The promised intervals of all slots as of the last update(), one element after the other.
  [[nodiscard]] std::vector<Lane>& lanes() { return lanes_; }

 private:
  /// The planned order of promises, on an element and over all elements. It is consistent with
  /// precedence.
  struct Turn {
    Time start, finish;
    std::uint64_t serial = 0;  ///< Later plans have larger numbers.
    auto operator<=>(const Turn&) const = default;
  };
  struct TaskPlan {
    ElementId element{};
    bool promised = false;
    bool in_lane = false;  ///< True if its interval is in the lane of the element.
    Turn turn;             ///< The planned times; after sending, only the finish is valid.
    Duration slowdown;     ///< Part of the planned duration that is due to contention.
  };
  struct JobPlan {
    IdVector<TaskId, TaskPlan> tasks;
    std::size_t promises = 0;
  };
  using Order = std::map<Turn, TaskRef>;
  /// The promises next to one in the order of its element.
  struct Neighbours {
    std::optional<TaskRef> before, after;
  };
  struct Change {
    TaskRef task;
    Turn before;
    Neighbours neighbours = {};  ///< The neighbours of the promise before the change.
  };

  [[nodiscard]] TaskPlan& plan_of(TaskRef task) { return jobs_[task.job].tasks[task.task]; }
  void take_back(TaskRef task);
  void suspect(TaskRef task);
  void suspect_outputs(TaskRef task, const SystemView& view);
  void suspect_job(JobId job);
  void suspect_what_has_changed(const SystemView& view);
  void move_suspects(const SystemView& view);
  void move(TaskRef task, const SystemView& view);
  void settle_changes();
  [[nodiscard]] Neighbours neighbours(TaskRef task, const Turn& turn);
  [[nodiscard]] Time inputs_there(TaskRef task, ElementId element, const SystemView& view);
  void take_lane(TaskPlan& plan);
  void give_back_lane(TaskPlan& plan, const Turn& turn);

  PerJob<JobPlan> jobs_;
  IdVector<ElementId, Order> order_;
  IdVector<ElementId, std::size_t> first_lane_;
  std::vector<Lane> lanes_;  ///< Promises occupy the first lane of their element.
  SentTasks sent_;
  IdVector<ClusterId, std::size_t> points_;  ///< Operating points at the last update.
  std::vector<TaskRef> happened_;            ///< Suspects of the next update.
  std::map<Turn, TaskRef> suspects_;         ///< Suspects of the update in progress.
  std::vector<Change> changes_;
  std::uint64_t serial_ = 0;
  std::size_t size_ = 0;
};

}  // namespace kairos
