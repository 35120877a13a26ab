// A task: the demands of one node of a job graph on the element that runs it.
#pragma once

#include <string>

#include "sim/base/quantity.hpp"

namespace kairos {

struct Task {
  std::string name;    ///< Unique inside its job, e.g. "conv3".
  std::string kernel;  ///< The key by which cost models find its cost.
  Operations work;     ///< Operations to execute, for the roofline cost.
  Bytes memory;        ///< Bytes moved to and from memory meanwhile, for the roofline cost.
};

}  // namespace kairos
