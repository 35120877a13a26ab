// What a policy may ask for. A decision is an intent: the simulator checks it.
#pragma once

#include <cstdint>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// Send this ready task to that element, where it queues first in, first out.
struct Decision {
  TaskRef task;
  ElementId element{};
  /// Sets its cluster's operating point first, as far as zones and rails allow. A governor that
  /// follows the load will set another; `userspace` leaves it.
  std::uint32_t point = as_it_is;

  static constexpr std::uint32_t as_it_is = ~std::uint32_t{0};
  [[nodiscard]] bool sets_point() const { return point != as_it_is; }
};

/// The consequence of a decision not yet taken, by nominal costs.
struct Estimate {
  Time start, finish;
};

struct Placement {
  ElementId element{};
  Time finish;
};

}  // namespace kairos
