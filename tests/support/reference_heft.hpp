// HEFT that works out everything at every decision, as its rule says. The policy of the library
// keeps what it has worked out, and must decide the same.
#pragma once

#include <algorithm>
#include <map>
#include <tuple>
#include <vector>

#include "policies/placement.hpp"
#include "policies/planning/heft.hpp"
#include "policies/policy.hpp"

namespace kairos::testing {

/// HEFT that works out all reservations again for every job that is planned.
class RecomputingHeft final : public Policy {
 public:
  /// With `replans`, all jobs are planned again whenever one has arrived, an element has failed or
  /// returned, or a cluster runs at another operating point.
  explicit RecomputingHeft(bool replans = false) : replans_(replans) {}

  void begin(const SystemView& view) override {
    promises_.assign(view.element_count(), {});
    plans_.clear();
    planned_ = serial_ = 0;
    known_ = condition(view);
  }

  void skip(TaskRef task, const SystemView& /*view*/) override {
    const auto plan = plans_.find(task.job);
    if (plan == plans_.end() || !plan->second.promised[task.task]) return;
    plan->second.promised[task.task] = false;
    std::erase_if(promises_[plan->second.element[task.task]],
                  [&](const Promise& p) { return p.task == task; });
  }

  std::optional<Decision> decide(const SystemView& view) override {
    const std::size_t next_job = index(view.jobs().back()) + 1;
    const std::vector<std::size_t> now = condition(view);
    if (replans_ && (next_job > planned_ || now != known_)) {
      for (auto& promises : promises_) promises.clear();
      planned_ = 0;
    }
    known_ = now;
    for (const JobId job : view.jobs()) {
      if (index(job) >= planned_ && is_open(job, view)) plan(job, view);
    }
    planned_ = next_job;
    for (const TaskRef task : view.ready()) {
      Plan& plan = plans_.at(task.job);
      const ElementId planned = plan.element[task.task];
      const bool kept = plan.promised[task.task] && view.is_up(planned);
      if (kept && promises_[planned].front().task != task) continue;
      std::erase_if(promises_[planned], [&](const Promise& p) { return p.task == task; });
      plan.promised[task.task] = false;
      plan.element[task.task] = kept ? planned : earliest_finish(task, view).element;
      plan.finish[task.task] = view.estimate(task, plan.element[task.task]).finish;
      return Decision{task, plan.element[task.task]};
    }
    return std::nullopt;
  }

 private:
  struct Promise {
    Time start, finish;
    std::uint64_t serial = 0;
    TaskRef task;
    [[nodiscard]] auto turn() const { return std::tuple(start, finish, serial); }
  };
  struct Plan {
    IdVector<TaskId, ElementId> element;
    IdVector<TaskId, Time> finish;
    IdVector<TaskId, bool> promised;
  };
  /// Which elements are up, and at which operating point each cluster runs.
  static std::vector<std::size_t> condition(const SystemView& view) {
    std::vector<std::size_t> condition;
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      condition.push_back(view.is_up(e) ? 1 : 0);
    }
    for (const ClusterId c : ids<ClusterId>(view.platform().clusters.size())) {
      condition.push_back(view.point(c));
    }
    return condition;
  }
  static bool is_open(JobId job, const SystemView& view) {
    for (const TaskId task : ids<TaskId>(view.graph(job).size())) {
      const Phase phase = view.phase({job, task});
      if (phase == Phase::waiting || phase == Phase::ready) return true;
    }
    return false;
  }

  void plan(JobId job, const SystemView& view) {
    Plan& kept = plans_[job];
    const PlanningProblem problem(view, job, &kept.finish);
    move_promises(view);
    PartialSchedule schedule(problem, view.platform(), view.now());
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      if (view.free_at(e) > view.now()) schedule.hold_until(e, view.free_at(e));
      for (const Promise& p : promises_[e]) {
        if (p.start != p.finish) schedule.take(e, p.start, p.finish);
      }
    }
    place_by_heft(problem, schedule);
    const std::size_t tasks = view.graph(job).size();
    kept.element.resize(tasks);
    kept.finish.resize(tasks);
    kept.promised.assign(tasks, false);
    for (const PlannedTask& planned : schedule.placed()) {
      const TaskId task = problem.original(planned.task);
      kept.element[task] = planned.element;
      kept.finish[task] = planned.finish;
      kept.promised[task] = true;
      promises_[planned.element].push_back({planned.start, planned.finish, serial_++, {job, task}});
    }
    for (auto& promises : promises_) std::ranges::sort(promises, {}, &Promise::turn);
  }

  void move_promises(const SystemView& view) {
    std::vector<std::pair<Promise*, ElementId>> all;
    IdVector<ElementId, Time> free;
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      free.push_back(view.free_at(e));
      for (Promise& promise : promises_[e]) all.emplace_back(&promise, e);
    }
    std::ranges::sort(all, {}, [](const auto& p) { return p.first->turn(); });
    for (const auto& [promise, element] : all) {
      promise->start = std::max(free[element], inputs_there(promise->task, element, view));
      promise->finish = promise->start + view.duration(promise->task, element);
      free[element] = promise->finish;
      plans_.at(promise->task.job).finish[promise->task.task] = promise->finish;
    }
  }

  [[nodiscard]] Time inputs_there(TaskRef task, ElementId element, const SystemView& view) const {
    const Plan& plan = plans_.at(task.job);
    Time there = view.now();
    for (const Edge& input : view.graph(task.job).inputs(task.task)) {
      const TaskRef producer{task.job, input.task};
      const Time finish =
          view.phase(producer) == Phase::done ? view.finish_of(producer) : plan.finish[input.task];
      const Bytes bytes = view.bytes(task.job, input);
      there =
          std::max(there, finish + view.transfer_time(bytes, plan.element[input.task], element));
    }
    return there;
  }

  bool replans_;
  IdVector<ElementId, std::vector<Promise>> promises_;
  std::map<JobId, Plan> plans_;
  std::vector<std::size_t> known_;  ///< The condition at the last question.
  std::size_t planned_ = 0;
  std::uint64_t serial_ = 0;
};

}  // namespace kairos::testing
