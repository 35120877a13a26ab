// A stream of jobs: asks its arrival process for the next arrival and draws the application. A
// stream without an arrival process gets its arrivals from the jobs of another stream.
#pragma once

#include <memory>
#include <optional>

#include "sim/base/fifo.hpp"
#include "workloads/workload.hpp"

namespace kairos {

class JobSource {
 public:
  JobSource(const Workload& workload, StreamId stream, std::uint64_t seed);

  /// The instant at which the next job arrives. Time::never() means that next() must be called
  /// again after a job has left or was brought. Empty if the stream has ended. Throws
  /// std::logic_error if an arrival process goes back in time.
  std::optional<Time> next(Time now);

  /// The job that arrives now. The job table sets its id.
  Job arrive(Time now);
  void job_left() { --state_.in_system; }
  /// Draws whether a job of the leader, which has just finished, brings one. If so, it arrives
  /// after the delay. Returns false if next() need not be called again.
  bool bring(const Job& finished, Time now);
  /// Must be called when no more jobs will be brought.
  void leader_has_ended() { leader_has_ended_ = true; }

  /// The instant at which the next job is due as far as known; Time::never() if it depends on
  /// departures.
  [[nodiscard]] Time due() const { return due_; }
  /// True if jobs of another stream bring the jobs of this one.
  [[nodiscard]] bool is_brought() const { return process_ == nullptr; }
  /// True if next() must be called again after a job has left.
  [[nodiscard]] bool depends_on_departures() const {
    return process_ &&
           (waits_for_room || (due_ != Time::never() && process_->follows_departures()));
  }
  /// Numbers of jobs that have arrived so far, and of those that have not left.
  [[nodiscard]] std::uint64_t arrived() const { return state_.arrived; }
  [[nodiscard]] std::uint64_t in_system() const { return state_.in_system; }

  bool waits_for_room = false;  ///< True if next() returned Time::never() last.

 private:
  /// An arrival that a job of the leader has brought.
  struct Brought {
    Time when;
    std::uint64_t key = 0;
  };

  std::optional<Time> next_brought();
  [[nodiscard]] std::optional<Time> next_of_process(Time now);
  [[nodiscard]] ApplicationId draw_application(Random& random) const;
  [[nodiscard]] const Stream& stream() const { return workload_.streams[stream_]; }

  const Workload& workload_;
  StreamId stream_;
  std::unique_ptr<ArrivalProcess> process_;  ///< Null if jobs of another stream bring the jobs.
  ArrivalState state_;
  Time due_ = Time::never();
  Fifo<Brought> brought_;
  bool leader_has_ended_ = false;
  std::uint64_t seed_;
  Random gaps_, mix_;
  double total_weight_ = 0;
};

}  // namespace kairos
