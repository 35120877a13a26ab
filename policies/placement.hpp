// Where a task would finish first: the half of a decision that many policies share.
#pragma once

#include "policies/policy.hpp"

namespace kairos {

struct Placement {
  ElementId element{};
  Estimate estimate;
};

/// The element on which a ready task would finish first; ties go to the lowest element.
///
/// Weighs the fastest elements first. Where data arrive matters only on an element that would win
/// if they were there already: most are ruled out without looking.
inline Placement earliest_finish(TaskRef task, const SystemView& view) {
  Placement best{{}, {Time::never(), Time::never()}};
  const auto wins = [&](Time finish, ElementId element) {
    return finish < best.estimate.finish ||
           (finish == best.estimate.finish && element < best.element);
  };
  const Time now = view.now();
  const TaskView looked_at = view.look_at(task);
  for (const Candidate& candidate : looked_at.fastest_first()) {
    const ElementId element = candidate.element;
    // The rest are as slow at least, and those that are equally fast have higher ids.
    if (!wins(now + candidate.shortest, element)) break;
    const Duration duration = looked_at.duration(candidate);
    if (!view.is_up(element) || !wins(view.free_at(element) + duration, element)) continue;
    const Estimate estimate = looked_at.estimate(element, duration);
    if (wins(estimate.finish, element)) best = {element, estimate};
  }
  return best;
}

}  // namespace kairos
