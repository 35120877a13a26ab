// What planned jobs have been promised: which element each planned task that is not yet sent will
// take, in which order, and when it is expected to run there.
//
// Reality may be late or early (noise, contention, failures): then the order on every element stays
// and the expected times move,
//
//   start = max(expected finish of the task before it on the element, arrival of its inputs)
//
// update() works this out for the promises that something has happened to, and for those that
// follow from them: one that nothing has happened to costs nothing.
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
  /// Forgets all promises; what is known of tasks that have been sent stays.
  void clear(const SystemView& view);

  /// Tasks placed in a plan of a job, by ids of the problem's graph.
  void add(const PlanningProblem& problem, const std::vector<PlannedTask>& placed);
  /// The task is about to be sent to an element, where it will finish at an instant.
  void keep(TaskRef task, ElementId element, Time finish, const SystemView& view);
  /// Makes room for the jobs in the system.
  void follow(const SystemView& view) {
    jobs_.follow(view.jobs(), [](JobId) { return JobPlan{}; });
  }

  [[nodiscard]] bool is_promised(TaskRef task) { return jobs_[task.job].tasks[task.task].promised; }
  /// True if some task of a planned job has a promise.
  [[nodiscard]] bool has_promises(JobId job) { return jobs_[job].promises > 0; }
  /// Where a task of a planned job is promised or was sent.
  [[nodiscard]] ElementId element(TaskRef task) { return jobs_[task.job].tasks[task.task].element; }
  [[nodiscard]] bool is_empty(ElementId element) const { return order_[element].empty(); }
  /// The first task promised to an element.
  [[nodiscard]] TaskRef first(ElementId element) const { return order_[element].begin()->second; }
  /// Calls `visit(TaskRef)` for all that is promised to an element, in order.
  template <class Visit>
  void for_each(ElementId element, Visit visit) const {
    for (const auto& [turn, task] : order_[element]) visit(task);
  }
  /// When each task of a job is expected to finish, if it has been planned or sent.
  [[nodiscard]] IdVector<TaskId, Time> expected_finishes(JobId job);

  /// Works out when what is promised will run, seen from now.
  void update(const SystemView& view);
  /// The promised intervals of all slots, one element after the other; as update() left them.
  [[nodiscard]] std::vector<Lane>& lanes() { return lanes_; }

 private:
  /// Promises on an element, and all promises, are in this order: planned order, which is
  /// consistent with precedence.
  struct Turn {
    Time start, finish;
    std::uint64_t serial = 0;  ///< Of planning: later plans have larger ones.
    auto operator<=>(const Turn&) const = default;
  };
  struct TaskPlan {
    ElementId element{};
    bool promised = false;
    bool in_lane = false;  ///< Its interval stands in the lane of the element.
    Turn turn;             ///< Of a promise; the finish of what was sent.
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
    Neighbours neighbours = {};  ///< Those it had before.
  };

  [[nodiscard]] TaskPlan& plan_of(TaskRef task) { return jobs_[task.job].tasks[task.task]; }
  void suspect(TaskRef task);
  void suspect_outputs(TaskRef task, const SystemView& view);
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
  std::vector<Lane> lanes_;  ///< Promises stand in the first lane of their element.
  SentTasks sent_;
  IdVector<ClusterId, std::size_t> points_;  ///< At the last update.
  std::vector<TaskRef> happened_;            ///< Suspects of the next update.
  std::map<Turn, TaskRef> suspects_;         ///< Of the update that is under way.
  std::vector<Change> changes_;
  std::uint64_t serial_ = 0;
};

}  // namespace kairos
