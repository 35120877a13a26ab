// A task: the demands of one node of a job graph on the element that runs it.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "sim/base/quantity.hpp"

namespace kairos {

struct Demand;  // See workloads/operators/demand.hpp.

struct Task {
  std::string name;    ///< Unique inside its job, e.g. "conv3".
  std::string kernel;  ///< The key by which cost models find its cost.
  Operations work;     ///< Operations to execute, for the roofline cost.
  Bytes memory;        ///< Bytes moved to and from memory meanwhile, for the roofline cost.
  /// What the task demands by unit and role, if it is a tile of an operator; null otherwise.
  std::shared_ptr<const Demand> demand = nullptr;
  /// The task's own execution times, by the name or kind of a cluster.
  std::map<std::string, Duration> times = {};
  /// The name or kind of the clusters that may run the task; empty if all of them may.
  std::string runs_on = {};
  /// The name of its gang: the tasks of a job with the same one start and end together. Empty for
  /// an ordinary task.
  std::string gang = {};
};

}  // namespace kairos
