// The decisions that a policy returns. The simulator checks each of them before it takes effect.
#pragma once

#include <cstdint>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// Sends a ready task to an element, which queues tasks first in, first out.
struct Decision {
  TaskRef task;
  ElementId element{};
  /// Operating point to set for the element's cluster first, within the limits of zones and rails.
  /// A governor that follows the load will replace it; `userspace` keeps it.
  std::uint32_t point = as_it_is;

  static constexpr std::uint32_t as_it_is = ~std::uint32_t{0};
  [[nodiscard]] bool sets_point() const { return point != as_it_is; }
};

/// The expected consequence of a decision, from nominal costs.
struct Estimate {
  Time start, finish;
};

struct Placement {
  ElementId element{};
  Time finish;
};

}  // namespace kairos
