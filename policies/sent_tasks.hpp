// The tasks that a policy has sent and that are not done, by element. With them a policy learns
// which tasks have finished without examining every task of the system.
#pragma once

#include <deque>

#include "sim/decision/system_view.hpp"

namespace kairos {

class SentTasks {
 public:
  void clear(std::size_t elements) { on_.assign(elements, {}); }
  void add(TaskRef task, ElementId element) { on_[element].push_back(task); }

  /// Calls `finished(TaskRef)` for every task that has finished since the last call and whose job
  /// is in the system. It examines an element only if its load has changed, and then its oldest
  /// tasks until it has found as many as have left.
  template <class Finished>
  void collect(const SystemView& view, Finished finished) {
    for (const ElementId e : ids<ElementId>(on_.size())) {
      std::deque<TaskRef>& tasks = on_[e];
      const std::size_t load = view.load(e);
      for (auto task = tasks.begin(); tasks.size() != load && task != tasks.end();) {
        task = has_left(*task, e, view, finished) ? tasks.erase(task) : std::next(task);
      }
    }
  }

 private:
  /// True if a task has finished, or if it has lost the element and become ready again.
  template <class Finished>
  static bool has_left(TaskRef task, ElementId element, const SystemView& view,
                       Finished& finished) {
    if (!view.is_in_system(task.job)) return true;
    const Phase phase = view.phase(task);
    if (phase == Phase::done) finished(task);
    const bool is_there = phase == Phase::queued || phase == Phase::running;
    return !is_there || view.element_of(task) != element;
  }

  IdVector<ElementId, std::deque<TaskRef>> on_;  ///< The oldest task of an element comes first.
};

}  // namespace kairos
