// A value for every job in the system, kept in a ring over the ids between the oldest and the
// newest job.
#pragma once

#include <vector>

#include "sim/base/erasable_queue.hpp"
#include "sim/base/id.hpp"

namespace kairos {

template <class T>
class PerJob {
 public:
  /// Forgets all jobs.
  void clear() {
    ring_.clear();
    next_ = 0;
  }
  /// Makes room for the jobs in the system, whose ids ascend. `make(JobId)` returns the value of
  /// each new job. The memory of jobs that have left is reused.
  template <class Make>
  void follow(const ErasableQueue<JobId, JobId>& jobs, Make make) {
    if (jobs.empty() || index(jobs.back()) < next_) return;
    grow(index(jobs.back()) - index(jobs.front()) + 1);
    for (auto job = jobs.from(static_cast<JobId>(next_)); job != jobs.end(); ++job) {
      (*this)[*job] = make(*job);
    }
    next_ = index(jobs.back()) + 1;
  }
  [[nodiscard]] T& operator[](JobId job) { return ring_[index(job) & (ring_.size() - 1)]; }

 private:
  void grow(std::size_t jobs) {
    if (jobs <= ring_.size()) return;
    std::size_t size = ring_.empty() ? 64 : ring_.size();
    while (size < jobs) size *= 2;
    std::vector<T> larger(size);
    const std::size_t known = std::min(next_, ring_.size());
    for (std::size_t id = next_ - known; id < next_; ++id) {
      larger[id & (size - 1)] = std::move(ring_[id & (ring_.size() - 1)]);
    }
    ring_ = std::move(larger);
  }

  std::vector<T> ring_;   ///< The ring; its size is a power of two.
  std::size_t next_ = 0;  ///< All jobs with smaller ids have a value.
};

}  // namespace kairos
