// Manages the arrival and departure of jobs: asks the sources for the next arrival, lets arriving
// jobs into the system, and removes those that are finished or dropped.
//
// All jobs that arrive at one instant enter the system before a policy is asked again. A job that
// follows a job of another stream is held back until that job is finished. The rules of streams
// decide which jobs are dropped (DropRule in workloads/workload.hpp).
#pragma once

#include <functional>
#include <map>
#include <utility>

#include "sim/decision/job_forms.hpp"
#include "sim/engine/branching.hpp"
#include "sim/engine/job_source.hpp"
#include "sim/engine/overruns.hpp"
#include "sim/engine/sessions.hpp"
#include "sim/engine/stream_order.hpp"
#include "sim/engine/waiting_jobs.hpp"
#include "sim/engine/warm_up_watch.hpp"
#include "sim/engine/withdrawal.hpp"

namespace kairos {

class Arrivals {
 public:
  /// Returns a graph to run in place of a job's own graph, with copies of some of its tasks; may be
  /// null.
  using Copies = std::function<std::shared_ptr<const JobGraph>(JobId)>;

  Arrivals(const EngineContext& context, Branching& branching, Overruns& overruns,
           Withdrawal& withdrawal, WarmUpWatch& warm_up);

  /// Chooses the form of a job, which has the first form when it is called.
  using Forms = std::function<void(JobId, JobForms&)>;

  /// Called with every job that is dropped after it has entered the system, when it has left.
  using Dropped = std::function<void(JobId)>;

  void tell_dropped(Dropped dropped) { dropped_ = std::move(dropped); }
  /// Asks for copies whenever a job enters the system from now on. A copy has the cost of the task
  /// that it copies and is announced as that task. Jobs with conditional tasks or amounts run
  /// without copies.
  void ask_for_copies(Copies copies) { copies_ = std::move(copies); }
  /// Asks for the form of every job that enters the system from now on and that may take several.
  /// Otherwise such jobs take the first form.
  void ask_for_forms(Forms forms) { forms_ = std::move(forms); }
  /// Handles the arrival of the next job of a stream.
  void arrive(StreamId stream);
  /// Handles the arrivals at this instant that other arrivals or departures have caused. Must be
  /// called after all events of an instant.
  void arrive_now() {
    has_news_ = false;
    while (!due_now_.empty()) arrive_next_now();
    if (sessions_) begin_steps();
  }
  /// True if arrive_now() has something to do, or if jobs that had entered the system were dropped.
  [[nodiscard]] bool has_news() const { return has_news_ || (sessions_ && sessions_->has_news()); }
  /// Handles the pauses of sessions and the time-outs of batches that end now.
  void wake_sessions() { sessions_->wake(); }
  /// Drops the jobs of a stream that have not started by their deadline.
  void drop_late(StreamId stream);
  /// Removes a job whose last task has finished.
  void leave(JobState& job);

  /// True if every job has left and no more jobs will arrive.
  [[nodiscard]] bool is_over() const {
    return open_streams_ == 0 && context_.state.jobs.empty() &&
           (!sessions_ || sessions_->is_empty());
  }
  /// True if no job will arrive or be dropped before another one leaves.
  [[nodiscard]] bool waits_for_jobs_to_leave() const;

 private:
  void arrive_next_now();
  void schedule(StreamId stream);
  void set_due(StreamId stream, Time before);
  void close(StreamId stream);
  void end_brought(StreamId stream);
  [[nodiscard]] bool has_no_leader(StreamId stream, std::uint64_t frame) const;
  void enter(const Job& job);
  void begin_tasks(JobState& job);
  void begin_steps();
  void drop(const Job& job, bool has_entered);
  void end(const Job& job, bool is_finished);
  void choose_form(JobState& job);
  void run_with_copies(JobState& job);
  [[nodiscard]] DropRule rule(StreamId stream) const {
    return context_.scenario.workload.streams[stream].drop;
  }

  EngineContext context_;
  Branching& branching_;
  Overruns& overruns_;
  Withdrawal& withdrawal_;
  WarmUpWatch& warm_up_;
  IdVector<StreamId, JobSource> sources_;
  IdVector<StreamId, bool> is_open_;  ///< True for streams that may bring further jobs.
  std::size_t open_streams_ = 0;
  bool has_news_ = false;
  bool has_begun_ = false;         ///< True after the first arrivals have been scheduled.
  std::uint64_t next_key_ = 0;     ///< Key of the next job that no other job brings.
  std::vector<StreamId> due_now_;  ///< Streams with an arrival at this instant, in this order.
  StreamOrder order_;
  WaitingJobs waiting_;
  std::optional<Sessions> sessions_;  ///< Empty if no stream has sessions.
  Dropped dropped_;
  Copies copies_;
  Forms forms_;
  MixedGraphs mixed_graphs_;
  /// Graphs with copies that have run so far, and their first rows in the cost table.
  std::map<const JobGraph*, std::pair<std::shared_ptr<const JobGraph>, std::size_t>>
      graphs_with_copies_;
};

}  // namespace kairos
