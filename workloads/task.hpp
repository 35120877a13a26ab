// A task: what one node of a job graph asks of the element that runs it.
#pragma once

#include <string>

#include "sim/base/quantity.hpp"

namespace kairos {

struct Task {
  std::string name;    ///< Unique inside its job, e.g. "conv3".
  std::string kernel;  ///< What it runs; cost models look it up by this.
  Operations work;     ///< For the roofline cost: operations to execute ...
  Bytes memory;        ///< ... and bytes to move to and from memory while executing.
};

}  // namespace kairos
