// What a policy may ask for. A decision is an intent: the simulator checks it.
#pragma once

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// Send this ready task to that element, where it queues first in, first out.
struct Decision {
  TaskRef task;
  ElementId element{};
};

/// What would become of a decision not yet taken, by nominal costs.
struct Estimate {
  Time start, finish;
};

}  // namespace kairos
