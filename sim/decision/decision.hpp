// What a policy may ask for. A decision is an intent: the simulator checks it.
#pragma once

#include <optional>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// Send this ready task to that element, where it queues first in, first out.
struct Decision {
  TaskRef task;
  ElementId element{};
  /// Sets its cluster's operating point first, as far as zones and rails allow. A governor that
  /// follows the load will set another; `userspace` leaves it.
  std::optional<std::size_t> point = std::nullopt;
};

/// What would become of a decision not yet taken, by nominal costs.
struct Estimate {
  Time start, finish;
};

}  // namespace kairos
