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
/// Weighs the fastest elements first and leaves out those that could not win even if the data were
/// there.
inline Placement earliest_finish(TaskRef task, const SystemView& view) {
  Placement best{{}, {Time::never(), Time::never()}};
  const TaskView candidate = view.look_at(task);
  for (const ElementId element : candidate.fastest_first()) {
    if (view.now() + candidate.shortest_duration(element) > best.estimate.finish) break;
    if (!view.is_up(element)) continue;
    const Duration duration = candidate.duration(element);
    const Time free = view.free_at(element);
    if (free + duration > best.estimate.finish) continue;
    const Estimate estimate = candidate.estimate(element, duration);
    if (estimate.finish < best.estimate.finish ||
        (estimate.finish == best.estimate.finish && element < best.element)) {
      best = {element, estimate};
    }
  }
  return best;
}

}  // namespace kairos
