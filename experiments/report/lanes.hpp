// Places tasks into the rows of a Gantt chart or the threads of a trace, so that no two overlap.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// An element is taken from one instant to another.
struct Occupation {
  ElementId element{};
  Time start, finish;
};

/// One row: an element, or one of several rows of an element that ran tasks at the same time.
struct LaneOfTasks {
  ElementId element{};
  std::size_t number = 0;  ///< Among the lanes of the element, from 0.
};

struct Lanes {
  std::vector<LaneOfTasks> rows;     ///< By cluster, then element; idle elements have one, too.
  std::vector<std::size_t> of_task;  ///< The row of each task, by its position.
};

/// Every task gets the first lane of its element that is free at its start. Tasks that start and
/// finish together keep their order.
Lanes assign_lanes(std::span<const Occupation> tasks,
                   std::span<const ClusterId> cluster_of_element);

}  // namespace kairos
