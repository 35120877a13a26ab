// Jobs come and go: asks the sources of jobs when the next one arrives, puts it into the system,
// and takes it out when its last task has finished.
#pragma once

#include <functional>
#include <map>

#include "sim/engine/job_source.hpp"
#include "sim/engine/overruns.hpp"
#include "sim/engine/ready_tasks.hpp"

namespace kairos {

class Arrivals {
 public:
  /// A graph to run in place of a job's own, with copies of some of its tasks, or null.
  using Copies = std::function<std::shared_ptr<const JobGraph>(JobId)>;

  Arrivals(const EngineContext& context, ReadyTasks& ready, Overruns& overruns);

  /// Asks for copies whenever a job arrives from now on. A copy is costed and announced as what it
  /// is a copy of.
  void ask_for_copies(Copies copies) { copies_ = std::move(copies); }
  /// The next job of a stream arrives.
  void arrive(StreamId stream);
  /// The last task of a job has finished.
  void leave(JobState& job);

  /// True when every job has left and none will come.
  [[nodiscard]] bool is_over() const { return open_sources_ == 0 && context_.state.jobs.empty(); }
  /// True when no job will come unless another one leaves first.
  [[nodiscard]] bool waits_for_jobs_to_leave() const;

 private:
  void schedule(StreamId stream);
  void run_with_copies(JobState& job);

  EngineContext context_;
  ReadyTasks& ready_;
  Overruns& overruns_;
  IdVector<StreamId, JobSource> sources_;
  std::size_t open_sources_ = 0;
  Copies copies_;
  /// The graphs with copies that ran so far, and their first rows in the cost table.
  std::map<const JobGraph*, std::pair<std::shared_ptr<const JobGraph>, std::size_t>>
      graphs_with_copies_;
};

}  // namespace kairos
