// The element that owns a ready task under work stealing.
#pragma once

#include <optional>

#include "sim/decision/system_view.hpp"

namespace kairos {

/// Returns the element on which the input of the task that was finished last was produced. If there
/// is none, or it cannot run the task now, the ids of the job and of the task choose the element.
inline ElementId owner_of(TaskRef task, const SystemView& view) {
  std::optional<ElementId> last;
  Time latest;
  for (const Edge& input : view.graph(task.job).inputs(task.task)) {
    if (!view.is_taken(task.job, input)) continue;
    const TaskRef producer{task.job, input.task};
    if (last && view.finish_of(producer) <= latest) continue;
    latest = view.finish_of(producer);
    last = view.element_of(producer);
  }
  if (last && view.is_up(*last) && view.can_run(task, *last)) return *last;
  const auto elements = view.elements_for(task);
  return elements[(index(task.job) + index(task.task)) % elements.size()];
}

}  // namespace kairos
