// The jobs that may be dropped because they have not started: those of the streams with a drop
// rule, from their arrival until they have started or left.
//
// A job has started when one of its tasks has taken a slot, even if that execution is lost or
// interrupted. A late job is dropped a picosecond after its deadline, so it may still start at the
// deadline itself.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class WaitingJobs {
 public:
  explicit WaitingJobs(const EngineContext& context);

  /// Adds a job that arrives, whether it enters the system or is held back.
  void add(const Job& job) {
    if (rule(job.stream) != DropRule::never) note_arrival(job);
  }
  /// Must be called when a job has entered the system, which has given it an id.
  void enter(const Job& job) {
    if (rule(job.stream) != DropRule::never) note_entry(job);
  }
  /// Must be called when a job leaves the system or is dropped.
  void remove(const Job& job) {
    if (rule(job.stream) != DropRule::never) forget(job);
  }

  /// True if a job of the stream has not started.
  [[nodiscard]] bool any(StreamId stream);
  struct Late {
    Job job;
    bool has_entered = false;  ///< False if it was held back; its id is then not valid.
  };
  /// Returns the jobs of a stream whose deadlines have passed and that have not started.
  std::vector<Late> take_late(StreamId stream);
  /// True if a job will be dropped if nothing else happens.
  [[nodiscard]] bool any_due() const;

 private:
  using Key = std::pair<Time, std::uint64_t>;  // deadline and frame
  struct OfStream {
    std::map<Key, Late> jobs;
    Time alarm = Time::never();
  };

  [[nodiscard]] DropRule rule(StreamId stream) const {
    return context_.scenario.workload.streams[stream].drop;
  }
  [[nodiscard]] bool has_started(const Late& waiting) const;
  void note_arrival(const Job& job);
  void note_entry(const Job& job);
  void forget(const Job& job);
  void set_alarm(StreamId stream);

  EngineContext context_;
  IdVector<StreamId, OfStream> of_stream_;
};

}  // namespace kairos
