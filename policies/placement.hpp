// Where a task would finish first: the half of a decision that many policies share.
#pragma once

#include "policies/policy.hpp"

namespace kairos {

struct Placement {
  ElementId element{};
  Estimate estimate;
};

/// The element on which a ready task would finish first; ties go to the lowest element.
inline Placement earliest_finish(TaskRef task, const SystemView& view) {
  Placement best{{}, {Time::never(), Time::never()}};
  const TaskView candidate = view.look_at(task);
  for (const ElementId element : candidate.elements()) {
    const Estimate estimate = candidate.estimate(element);
    if (estimate.finish < best.estimate.finish) best = {element, estimate};
  }
  return best;
}

}  // namespace kairos
