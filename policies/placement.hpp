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
/// Weighs the fastest elements first and leaves out those that could not win even if they were free
/// and the data were there.
inline Placement earliest_finish(TaskRef task, const SystemView& view) {
  Placement best{{}, {Time::never(), Time::never()}};
  const Time now = view.now();
  const TaskView looked_at = view.look_at(task);
  for (const Candidate& candidate : looked_at.fastest_first()) {
    if (now + candidate.shortest > best.estimate.finish) break;
    const ElementId element = candidate.element;
    if (!view.is_up(element)) continue;
    const Estimate estimate = looked_at.estimate(candidate);
    if (estimate.finish < best.estimate.finish ||
        (estimate.finish == best.estimate.finish && element < best.element)) {
      best = {element, estimate};
    }
  }
  return best;
}

}  // namespace kairos
