// Manages the arrival and departure of jobs: asks the sources for the next arrival, adds arriving
// jobs to the system, and removes finished ones.
#pragma once

#include <functional>
#include <map>

#include "sim/engine/job_source.hpp"
#include "sim/engine/overruns.hpp"
#include "sim/engine/ready_tasks.hpp"

namespace kairos {

class Arrivals {
 public:
  /// Returns a graph to run in place of a job's own graph, with copies of some of its tasks; may be
  /// null.
  using Copies = std::function<std::shared_ptr<const JobGraph>(JobId)>;

  Arrivals(const EngineContext& context, ReadyTasks& ready, Overruns& overruns);

  /// Asks for copies whenever a job arrives from now on. A copy has the cost of the task that it
  /// copies and is announced as that task.
  void ask_for_copies(Copies copies) { copies_ = std::move(copies); }
  /// Handles the arrival of the next job of a stream.
  void arrive(StreamId stream);
  /// Removes a job whose last task has finished.
  void leave(JobState& job);

  /// True if every job has left and no more jobs will arrive.
  [[nodiscard]] bool is_over() const { return open_sources_ == 0 && context_.state.jobs.empty(); }
  /// True if no job will arrive before another one leaves.
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
  /// Graphs with copies that have run so far, and their first rows in the cost table.
  std::map<const JobGraph*, std::pair<std::shared_ptr<const JobGraph>, std::size_t>>
      graphs_with_copies_;
};

}  // namespace kairos
