// Policies that look at everything at every decision, as their rules say. The policies of the
// library keep orders instead, and must decide the same.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <tuple>
#include <vector>

#include "policies/placement.hpp"
#include "policies/planning/heft.hpp"
#include "policies/policy.hpp"

namespace kairos::testing {

/// Sorts all ready tasks at every event (see policies/priority_policy.hpp).
class SortingPolicy final : public Policy {
 public:
  using Urgency = std::function<Duration(TaskRef, const SystemView&)>;
  explicit SortingPolicy(Urgency urgency) : urgency_(std::move(urgency)) {}

  void begin(const SystemView& /*view*/) override { ready_ = 0; }

  std::optional<Decision> decide(const SystemView& view) override {
    if (ready_ == view.ready().size() && instant_ == view.now()) {
      free_[last_] = view.free_at(last_);
    } else {
      begin_pass(view);
    }
    while (next_ < order_.size()) {
      const TaskRef task = order_[next_++].second;
      const auto [finish, element] = earliest(task, view);
      const Time arrival = view.data_arrival(task, element);
      if (!awaited_[element] && free_[element] <= arrival) {
        ready_ = view.ready().size() - 1;
        last_ = element;
        return Decision{task, element};
      }
      const auto slots = static_cast<std::int64_t>(view.platform().elements[element].slots);
      free_[element] = std::max(free_[element], arrival) +
                       Duration::picoseconds(view.duration(task, element).picoseconds() / slots);
      awaited_[element] = true;
    }
    ready_ = 0;
    return std::nullopt;
  }

 private:
  void begin_pass(const SystemView& view) {
    order_.clear();
    for (const TaskRef task : view.ready()) order_.emplace_back(urgency_(task, view), task);
    std::ranges::sort(order_);
    next_ = 0;
    instant_ = view.now();
    awaited_.assign(view.element_count(), false);
    free_.clear();
    for (const ElementId e : ids<ElementId>(view.element_count())) free_.push_back(view.free_at(e));
  }

  [[nodiscard]] std::pair<Time, ElementId> earliest(TaskRef task, const SystemView& view) const {
    std::pair best{Time::never(), ElementId{}};
    for (const ElementId e : view.elements_for(task)) {
      const Time start = std::max(free_[e], view.data_arrival(task, e));
      best = std::min(best, {start + view.duration(task, e), e});
    }
    return best;
  }

  Urgency urgency_;
  std::vector<std::pair<Duration, TaskRef>> order_;
  std::size_t next_ = 0, ready_ = 0;
  Time instant_;
  ElementId last_{};
  IdVector<ElementId, Time> free_;
  IdVector<ElementId, bool> awaited_;
};

inline Duration shortest(TaskRef task, const SystemView& view) {
  return view.look_at(task).fastest_first().front().shortest;
}

inline Duration deadline_of_job(TaskRef task, const SystemView& view) {
  return view.job(task.job).deadline.since_start();
}

inline Duration longest_path(TaskRef task, const SystemView& view) {
  Duration rest;
  for (const Edge& output : view.graph(task.job).outputs(task.task)) {
    rest = std::max(rest, longest_path({task.job, output.task}, view));
  }
  return shortest(task, view) + rest;
}

inline Duration laxity(TaskRef task, const SystemView& view) {
  return deadline_of_job(task, view) - longest_path(task, view);
}

inline Duration work_left(TaskRef task, const SystemView& view) {
  Duration work;
  for (const TaskId t : ids<TaskId>(view.graph(task.job).size())) {
    if (view.phase({task.job, t}) != Phase::done) work += shortest({task.job, t}, view);
  }
  return work;
}

/// Looks through all ready tasks, the oldest first, for one with an idle element.
class ScanningFirstCome final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    for (const TaskRef task : view.ready()) {
      for (const ElementId element : view.elements_for(task)) {
        if (view.is_idle(element)) return Decision{task, element};
      }
    }
    return std::nullopt;
  }
};

/// Looks through all ready tasks for the one with the longest mean execution time.
class ScanningHeftRt final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    TaskRef next{};
    double highest = -1;
    for (const TaskRef task : view.ready()) {
      double sum = 0;
      for (const ElementId e : view.elements_for(task)) {
        sum += static_cast<double>(view.duration(task, e).picoseconds());
      }
      const double rank = sum / static_cast<double>(view.elements_for(task).size());
      if (rank <= highest) continue;
      highest = rank;
      next = task;
    }
    return Decision{next, earliest_finish(next, view).element};
  }
};

/// Looks through all ready tasks for their owners (see policies/list/work_stealing.cpp).
class ScanningWorkStealing final : public Policy {
 public:
  void begin(const SystemView& view) override { random_ = Random::stream(view.seed(), "policy"); }

  std::optional<Decision> decide(const SystemView& view) override {
    std::vector<ElementId> idle;
    for (const ElementId e : ids<ElementId>(view.element_count())) {
      if (view.is_up(e) && view.is_idle(e)) idle.push_back(e);
    }
    if (idle.empty()) return std::nullopt;
    owned_.assign(view.element_count(), {});
    for (const TaskRef task : view.ready()) owned_[owner(task, view)].push_back(task);
    for (const ElementId element : idle) {
      if (!owned_[element].empty()) return Decision{owned_[element].back(), element};
    }
    for (const ElementId thief : idle) {
      const std::size_t first = random_.index(view.element_count());
      for (std::size_t i = 0; i < view.element_count(); ++i) {
        for (const TaskRef task :
             owned_[static_cast<ElementId>((first + i) % view.element_count())]) {
          if (view.can_run(task, thief)) return Decision{task, thief};
        }
      }
    }
    return std::nullopt;
  }

 private:
  static ElementId owner(TaskRef task, const SystemView& view) {
    std::optional<ElementId> last;
    Time latest;
    for (const Edge& input : view.graph(task.job).inputs(task.task)) {
      const TaskRef producer{task.job, input.task};
      if (last && view.finish_of(producer) <= latest) continue;
      latest = view.finish_of(producer);
      last = view.element_of(producer);
    }
    if (last && view.is_up(*last) && view.can_run(task, *last)) return *last;
    const auto elements = view.elements_for(task);
    return elements[(index(task.job) + index(task.task)) % elements.size()];
  }

  Random random_{0};
  IdVector<ElementId, std::vector<TaskRef>> owned_;
};

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
      there = std::max(there,
                       finish + view.transfer_time(input.bytes, plan.element[input.task], element));
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
