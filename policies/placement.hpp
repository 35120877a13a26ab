// Finds the element on which a task would finish first, for the many policies that need it.
#pragma once

#include "policies/policy.hpp"

namespace kairos {

/// Returns the element on which a ready task would finish first; ties go to the lowest element.
///
/// Elements are examined in ascending order of the task's shortest duration on them. The arrival of
/// the data, which takes longest to compute, is computed only for elements that would win if the
/// data were there already.
inline Placement earliest_finish(TaskRef task, const SystemView& view) {
  Placement best{{}, Time::never()};
  const auto wins = [&](Time finish, ElementId element) {
    return finish < best.finish || (finish == best.finish && element < best.element);
  };
  const TaskView looked_at = view.look_at(task);
  for (const EqualElements& equal : looked_at.fastest_first()) {
    if (!wins(view.now() + looked_at.shortest(equal), equal.first)) {
      // The remaining elements are at least as slow, and equally fast ones have higher ids, unless
      // an amount of work changes the order, because launches do not scale.
      if (looked_at.scale() == 1) break;
      continue;
    }
    const Duration duration = looked_at.duration(equal);
    const Time first_free = looked_at.first_free(equal);
    if (!wins(first_free + duration, equal.first)) continue;
    const Placement there = looked_at.earliest_finish(equal, duration, first_free);
    if (wins(there.finish, there.element)) best = there;
  }
  return best;
}

}  // namespace kairos
