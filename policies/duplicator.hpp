// A policy that may run tasks of a job several times, so that consumers on different elements find
// their input where they are.
#pragma once

#include <memory>

#include "sim/decision/system_view.hpp"

namespace kairos {

class Duplicator {
 public:
  virtual ~Duplicator() = default;

  /// What is run in place of a job that has just arrived: its graph with copies of some tasks, each
  /// consumer joined to the run that serves it; null to run the job as it is. Equal graphs should
  /// be one object: the simulator keeps what it has been given.
  virtual std::shared_ptr<const JobGraph> with_copies(const SystemView& view, JobId job) = 0;
};

}  // namespace kairos
