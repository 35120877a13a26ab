// A policy that may run a task several times, so that consumers on different elements each find
// their input nearby.
#pragma once

#include <memory>

#include "sim/decision/system_view.hpp"

namespace kairos {

class Duplicator {
 public:
  virtual ~Duplicator() = default;

  /// Returns the graph to run for a job that has just arrived: the job's graph with copies of some
  /// tasks, each consumer connected to the copy that serves it. Null runs the job unchanged. Equal
  /// graphs should be the same object, because the simulator keeps every graph it is given.
  virtual std::shared_ptr<const JobGraph> with_copies(const SystemView& view, JobId job) = 0;
};

}  // namespace kairos
