// The sessions of a run: their requests, pauses and ends. Every step of their requests is a job,
// which policies schedule like any other.
//
// Example: a session arrives at 0 s, reads its prompt in a step of 2 s, and makes 3 further tokens
// in steps of 1 s each. The request has its first token at 2 s and ends at 5 s. After a pause of 4
// s, the next one arrives at 9 s.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "sim/engine/step_batches.hpp"

namespace kairos {

class Sessions {
 public:
  explicit Sessions(const EngineContext& context);

  /// A step that enters the system as a job.
  struct NewStep {
    Job job;
    const StepGraph* graph = nullptr;
    std::size_t step = 0;
  };

  /// True if a job that arrives in a stream begins a session.
  [[nodiscard]] bool serves(StreamId stream) const {
    return context_.scenario.workload.streams[stream].session != nullptr;
  }
  void begin(const Job& arrived);
  /// Handles the pauses and time-outs that end now.
  void wake();
  /// True if next_steps() may have something to do.
  [[nodiscard]] bool has_news() const {
    return batches_.has_news() || !begun_.empty() || first_alarm() != alarm_;
  }
  /// The steps that enter the system now. Throws InputError if requests wait for room that will
  /// never be there.
  [[nodiscard]] std::vector<NewStep> next_steps();
  /// Must be called with the id that the job of a step has got.
  void enter(const NewStep& step, JobId id) { step_of_[id] = step.step; }
  /// Ends the step of a job, and returns the sessions that end with it.
  [[nodiscard]] std::vector<Job> end_step(JobId id);

  /// True if there is no session in the system.
  [[nodiscard]] bool is_empty() const { return sessions_.size() == free_.size(); }
  /// True if a pause, time-out or movement of caches is under way.
  [[nodiscard]] bool is_timed() const { return !alarms_.empty(); }

 private:
  enum class Cause : std::uint8_t { request, moved, timeout };
  using Alarm = std::tuple<Time, Cause, std::size_t>;  ///< When, what, and which session or step.

  struct Step {
    FormedStep formed;
    StepGraph* graph = nullptr;
  };

  [[nodiscard]] SessionId place();
  void plan(const FormedStep& formed);
  [[nodiscard]] bool is_stuck() const;
  [[nodiscard]] Job job_of(const FormedStep& formed);
  void ask(SessionId id);
  void refuse_long_context(const ServedSession& session) const;
  void arrive(SessionId id);
  void advance(const StepPart& part);
  void complete(SessionId id);
  void wake_at(Time when, Cause cause, std::size_t which);
  void set_alarm();
  void announce_use() const;
  [[nodiscard]] Time first_alarm() const {
    return alarms_.empty() ? Time::never() : std::get<Time>(*alarms_.begin());
  }

  EngineContext context_;
  ServedSessions sessions_;
  StepGraphs graphs_;
  CacheMemory memory_;
  StepBatches batches_;
  std::vector<SessionId> free_;
  std::vector<Step> steps_;
  std::vector<std::size_t> free_steps_;
  std::vector<std::size_t> begun_;  ///< Steps that may enter the system.
  std::map<JobId, std::size_t> step_of_;
  std::set<Alarm> alarms_;
  Time alarm_ = Time::never();  ///< The instant of the alarm that is set.
  std::uint64_t requests_ = 0;  ///< Requests that have arrived.
  std::vector<Job> ended_;      ///< Sessions that have ended in the step that ends.
};

}  // namespace kairos
