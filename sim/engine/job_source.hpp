// A stream of jobs: asks its arrival process for the next arrival and draws the application.
#pragma once

#include <memory>
#include <optional>

#include "workloads/workload.hpp"

namespace kairos {

class JobSource {
 public:
  JobSource(const Workload& workload, StreamId stream, std::uint64_t seed);

  /// The instant at which the next job arrives. Time::never() means that next() must be called
  /// again after a job has left. Empty if the stream has ended. Throws std::logic_error if an
  /// arrival process goes back in time.
  std::optional<Time> next(Time now);

  /// The job that arrives now. The job table sets its id.
  Job arrive(Time now);
  void job_left() { --state_.in_system; }
  /// The instant at which the next job is due as far as known; Time::never() if it depends on
  /// departures.
  [[nodiscard]] Time due() const { return due_; }
  /// True if next() must be called again after a job has left.
  [[nodiscard]] bool depends_on_departures() const {
    return waits_for_room || (due_ != Time::never() && process_->follows_departures());
  }

  bool waits_for_room = false;  ///< True if next() returned Time::never() last.

 private:
  const Workload& workload_;
  StreamId stream_;
  std::unique_ptr<ArrivalProcess> process_;
  ArrivalState state_;
  Time due_ = Time::never();
  Random gaps_, mix_;
  double total_weight_ = 0;
};

}  // namespace kairos
