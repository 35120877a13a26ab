// Where a task would finish first: the half of a decision that many policies share.
#pragma once

#include "policies/policy.hpp"

namespace kairos {

/// The element on which a ready task would finish first; ties go to the lowest element.
///
/// Weighs the fastest elements first. Where data arrive matters only on an element that would win
/// if they were there already: most are ruled out without looking.
inline Placement earliest_finish(TaskRef task, const SystemView& view) {
  Placement best{{}, Time::never()};
  const auto wins = [&](Time finish, ElementId element) {
    return finish < best.finish || (finish == best.finish && element < best.element);
  };
  const TaskView looked_at = view.look_at(task);
  for (const EqualElements& equal : looked_at.fastest_first()) {
    // The rest are as slow at least, and those that are equally fast have higher ids.
    if (!wins(view.now() + equal.shortest, equal.first)) break;
    const Duration duration = looked_at.duration(equal);
    const Time first_free = looked_at.first_free(equal);
    if (!wins(first_free + duration, equal.first)) continue;
    const Placement there = looked_at.earliest_finish(equal, duration, first_free);
    if (wins(there.finish, there.element)) best = there;
  }
  return best;
}

}  // namespace kairos
