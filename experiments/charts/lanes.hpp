// Assigns tasks to rows of a Gantt chart or threads of a trace, so that no two overlap.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// A period of time in which a task occupies an element.
struct Occupation {
  ElementId element{};
  Time start, finish;
};

/// A row: the only row of an element, or one of several if it ran tasks at the same time.
struct LaneOfTasks {
  ElementId element{};
  std::size_t number = 0;  ///< Position among the lanes of the element, counted from 0.
};

struct Lanes {
  std::vector<LaneOfTasks> rows;  ///< Sorted by cluster and element; idle elements have a row too.
  std::vector<std::size_t> of_task;  ///< The row of each task, in the order of the tasks.
};

/// Gives every task the first lane of its element that is free at its start. Tasks that start and
/// finish together keep their order.
Lanes assign_lanes(std::span<const Occupation> tasks,
                   std::span<const ClusterId> cluster_of_element);

}  // namespace kairos
