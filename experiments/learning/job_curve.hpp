// How many jobs are in the system over time, and what that costs from any instant on.
//
//   cost(t) = integral from t to the end of n(s) exp(-(s - t) / horizon) ds
//
// By Little's law the undiscounted integral over a run is the sum of the latencies of its jobs, so
// minus this cost is the return of an agent that minimises the mean latency.
#pragma once

#include <vector>

#include "sim/engine/probe.hpp"

namespace kairos {

class JobCurve final : public Probe {
 public:
  void clear();
  void observe(Time now, const Event& event) override;
  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobArrived, JobFinished>(); }

  /// The integral of n from the beginning to `now`: the sum of the time that jobs have spent.
  [[nodiscard]] Seconds integral(Time now) const;
  [[nodiscard]] std::size_t jobs() const { return arrived_; }

  /// Call once when the run is over, before cost().
  void discount(Seconds horizon);
  [[nodiscard]] double cost(Time from) const;

 private:
  struct Step {
    double at = 0;    ///< Seconds.
    double jobs = 0;  ///< From here on.
    double cost = 0;  ///< From here on.
  };
  std::vector<Step> steps_;
  std::size_t arrived_ = 0;
  double integral_ = 0;  ///< Up to the last step.
  double horizon_ = 1;
};

}  // namespace kairos
