// Ends runs that would go on forever, with an error that says what to change.
//
// Five situations are detected: a backlog of more tasks than `max_backlog`, endless arrivals at one
// instant, tasks that are started again and again without a result, executions with too many
// checkpoints, and too many instants with events of faults, governors and temperatures only. The
// limits are far above the values in useful runs.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/state/job_table.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

class Overruns {
 public:
  /// Number of times that a task may be started without a result since its last checkpoint. Also
  /// the number of executions in a row that may be lost or wrong before any task finishes.
  static constexpr std::uint64_t most_attempts = 100'000;
  /// Permitted number of instants with events of faults, governors, rails or temperatures only.
  /// Every other instant offsets `forgiven` of them.
  static constexpr std::uint64_t most_idle_instants = 10'000'000;
  static constexpr std::uint64_t forgiven = 100'000;
  /// Permitted number of checkpoints per execution.
  static constexpr std::int64_t most_checkpoints = 10'000'000;

  explicit Overruns(const Scenario& scenario) : scenario_(scenario) {}

  /// Counts an instant. `is_idle` is true if it has events of faults, governors, rails or
  /// temperatures only.
  void pass_instant(bool is_idle, Time now) {
    if (is_idle) {
      if (++idle_instants_ > most_idle_instants) refuse_idling(now);
    } else if (idle_instants_ > 0) {
      idle_instants_ -= idle_instants_ < forgiven ? idle_instants_ : forgiven;
    }
  }
  /// Counts a job that arrives, whether it enters the system or not.
  void count_arrival(StreamId stream, Time now);
  /// Counts a job that enters the system.
  void admit(const JobState& job, Time now);
  /// Counts a job that is dropped.
  void drop(Time now) {
    if (++dropped_in_a_row_ > most_idle_instants) refuse_dropping(now);
  }
  /// Counts a job that leaves the system.
  void dismiss(const JobState& job) {
    tasks_ -= job.tasks.size();
    --jobs_;
  }

  /// Counts an execution that was lost or had a wrong result.
  void waste_execution(TaskHandle task, Time now) {
    if (++wasted_in_a_row_ > most_attempts) refuse_attempts(task, now);
  }
  /// Counts a task that must be sent again.
  void start_over(TaskHandle task, Time now) {
    if (++attempts_[task.ref()] > most_attempts) refuse_attempts(task, now);
  }
  /// Must be called when a task has saved a part of its work.
  void keep_part(TaskHandle task) {
    wasted_in_a_row_ = 0;
    attempts_.erase(task.ref());
  }
  /// Must be called when a job has finished.
  void finish_job() { dropped_in_a_row_ = 0; }
  /// Must be called when a task has finished.
  void finish(TaskHandle task) {
    wasted_in_a_row_ = 0;
    if (!attempts_.empty()) attempts_.erase(task.ref());
  }
  /// Must be called when a task is dropped.
  void forget(TaskHandle task) {
    if (!attempts_.empty()) attempts_.erase(task.ref());
  }
  /// Throws InputError if an execution would write too many checkpoints.
  static void check_checkpoints(TaskHandle task, Duration work, Duration every);

 private:
  [[nodiscard]] const std::string& stream_name(StreamId stream) const;
  [[noreturn]] static void refuse_dropping(Time now);
  [[noreturn]] void refuse_idling(Time now) const;
  [[noreturn]] void refuse_attempts(TaskHandle task, Time now) const;

  const Scenario& scenario_;
  std::uint64_t idle_instants_ = 0;
  std::uint64_t jobs_ = 0, tasks_ = 0;  ///< Numbers of jobs and tasks in the system.
  Time last_arrival_ = Time::never();
  std::uint64_t arrivals_at_once_ = 0;
  std::uint64_t wasted_in_a_row_ = 0, dropped_in_a_row_ = 0;
  std::map<TaskRef, std::uint64_t> attempts_;
};

}  // namespace kairos
