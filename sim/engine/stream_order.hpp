// Holds jobs back until the jobs that they wait for have ended. Job n of a stream with a leader
// waits for job n of that leader, and is dropped if that job is dropped.
//
// Example: a camera and a tracker both have a frame every 16 ms. The camera's frame 3 is finished
// at 60 ms, so the tracker's frame 3, which arrived at 48 ms, is held back for 12 ms.
//
// A leader that is ahead of its follower is remembered by one entry for each job that it is ahead.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "workloads/workload.hpp"

namespace kairos {

class StreamOrder {
 public:
  explicit StreamOrder(const Workload& workload);

  enum class Answer { go, wait, drop };
  /// Returns whether a job that arrives may go, or holds it back if it has to wait.
  Answer arrive(const Job& job);
  /// The jobs that have waited for one that has ended. They go if that job is finished and are
  /// dropped if it was dropped. They are not held back any more.
  std::vector<Job> end(const Job& job, bool is_finished);
  /// The jobs that wait for job `frame` of a leader or for later ones, which will never come. They
  /// are not held back any more.
  std::vector<Job> end_all_from(StreamId leader, std::uint64_t frame);
  /// Must be called when a job that has not entered the system is dropped.
  void forget(const Job& job);
  /// Must be called when no more jobs of a stream will arrive.
  void close(StreamId stream);

  /// The streams whose jobs wait for those of a leader, one for one.
  [[nodiscard]] const std::vector<StreamId>& followers(StreamId leader) const {
    return of_stream_[leader].followers;
  }
  /// The streams whose jobs are brought by those of a leader.
  [[nodiscard]] const std::vector<StreamId>& brought_by(StreamId leader) const {
    return of_stream_[leader].brought;
  }

 private:
  struct OfStream {
    std::vector<StreamId> followers, brought;
    std::map<std::uint64_t, Job> held;  ///< Jobs that are held back, by frame.
    /// Frames of the leader that have ended before the stream's own frame of that number has
    /// arrived, and whether they are finished.
    std::map<std::uint64_t, bool> ended;
    std::uint64_t next = 0;  ///< Number of its own frames that have arrived.
    bool has_leader = false, is_closed = false;
  };

  IdVector<StreamId, OfStream> of_stream_;
};

}  // namespace kairos
