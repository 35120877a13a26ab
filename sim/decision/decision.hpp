// The decisions that a policy returns. The simulator checks each of them before it takes effect.
#pragma once

#include <cstdint>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// Sends a ready task to an element, which queues tasks first in, first out, unless the decision
/// says otherwise.
struct Decision {
  TaskRef task;
  ElementId element{};
  /// Operating point to set for the element's cluster first, within the limits of zones and rails.
  /// A governor that follows the load will replace it; `userspace` keeps it.
  std::uint32_t point = as_it_is;

  static constexpr std::uint32_t as_it_is = ~std::uint32_t{0};
  [[nodiscard]] bool sets_point() const { return point != as_it_is; }

  /// The task goes to the end of the queue, or to its front, or it goes to the front and interrupts
  /// the task in the slot of this number, counted within the element. The preemption of the cluster
  /// must allow it.
  std::uint32_t place = at_end;

  static constexpr std::uint32_t at_end = ~std::uint32_t{0}, in_front = at_end - 1;
  [[nodiscard]] bool goes_first() const { return place != at_end; }
  [[nodiscard]] bool interrupts() const { return place < in_front; }
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
