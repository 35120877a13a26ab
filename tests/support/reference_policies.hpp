// Policies that look at everything at every decision, as their rules say. The policies of the
// library keep orders instead, and must decide the same.
#pragma once

#include <algorithm>
#include <functional>
#include <vector>

#include "policies/list/task_owner.hpp"
#include "policies/placement.hpp"
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
  const TaskView looked_at = view.look_at(task);
  return looked_at.shortest(looked_at.fastest_first().front());
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
    for (const TaskRef task : view.ready()) owned_[owner_of(task, view)].push_back(task);
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
  Random random_{0};
  IdVector<ElementId, std::vector<TaskRef>> owned_;
};

}  // namespace kairos::testing
