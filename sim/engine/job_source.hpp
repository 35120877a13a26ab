// One stream of jobs: asks its arrival process when, and draws which application.
#pragma once

#include <memory>
#include <optional>

#include "workloads/workload.hpp"

namespace kairos {

class JobSource {
 public:
  JobSource(const Workload& workload, StreamId stream, std::uint64_t seed);

  /// When the next job arrives: Time::never() to ask again when a job has left, nothing when the
  /// stream has ended. Throws InputError when an arrival process goes back in time.
  std::optional<Time> next(Time now);

  /// The job that arrives now; its id is given by the job table.
  Job arrive(Time now);
  void job_left() { --state_.in_system; }
  /// When the next job is due, as far as is known; Time::never() when that depends on departures.
  [[nodiscard]] Time due() const { return due_; }
  /// True when next() is to be asked again after a job has left.
  [[nodiscard]] bool depends_on_departures() const {
    return waits_for_room || (due_ != Time::never() && process_->follows_departures());
  }

  bool waits_for_room = false;  ///< The last answer of next() was Time::never().

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
