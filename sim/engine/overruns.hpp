// Ends runs that would go on for ever, with an error that says what to change.
//
// Four kinds are noticed: a backlog of more tasks than `max_backlog`, jobs without end at one
// instant, tasks that are started again and again without result, and instants at which nothing
// but faults, governors and temperatures happens. The limits are far above what useful runs reach.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "sim/state/job_table.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

class Overruns {
 public:
  /// How often a task may be started without result since its last checkpoint, and how many
  /// executions in a row may be lost or wrong before any task of the run finishes.
  static constexpr std::uint64_t most_attempts = 100'000;
  /// Instants at which only faults, governors or temperatures happen. Every other instant makes up
  /// for `forgiven` of them.
  static constexpr std::uint64_t most_idle_instants = 10'000'000;
  static constexpr std::uint64_t forgiven = 100'000;
  /// How many checkpoints one execution may write.
  static constexpr std::int64_t most_checkpoints = 10'000'000;

  explicit Overruns(const Scenario& scenario) : scenario_(scenario) {}

  /// Time has come to an instant. `is_idle`: only faults, governors or temperatures happen then.
  void pass_instant(bool is_idle, Time now) {
    if (is_idle) {
      if (++idle_instants_ > most_idle_instants) refuse_idling(now);
    } else if (idle_instants_ > 0) {
      idle_instants_ -= idle_instants_ < forgiven ? idle_instants_ : forgiven;
    }
  }
  /// A job has arrived.
  void admit(const JobState& job, Time now);
  /// A job leaves the system.
  void dismiss(const JobState& job) {
    tasks_ -= job.tasks.size();
    --jobs_;
  }

  /// An execution has been lost or had a wrong result.
  void waste_execution(TaskHandle task, Time now) {
    if (++wasted_in_a_row_ > most_attempts) refuse_attempts(task, now);
  }
  /// A task has to be sent once more.
  void start_over(TaskHandle task, Time now) {
    if (++attempts_[task.ref()] > most_attempts) refuse_attempts(task, now);
  }
  /// A task has kept a part of its work.
  void keep_part(TaskHandle task) {
    wasted_in_a_row_ = 0;
    attempts_.erase(task.ref());
  }
  /// A task has finished.
  void finish(TaskHandle task) {
    wasted_in_a_row_ = 0;
    if (!attempts_.empty()) attempts_.erase(task.ref());
  }
  /// An execution would write so many checkpoints.
  static void check_checkpoints(TaskHandle task, Duration work, Duration every);

 private:
  [[nodiscard]] const std::string& stream_of(const JobState& job) const;
  [[noreturn]] void refuse_idling(Time now) const;
  [[noreturn]] void refuse_attempts(TaskHandle task, Time now) const;

  const Scenario& scenario_;
  std::uint64_t idle_instants_ = 0;
  std::uint64_t jobs_ = 0, tasks_ = 0;  ///< In the system.
  Time last_arrival_ = Time::never();
  std::uint64_t arrivals_at_once_ = 0;
  std::uint64_t wasted_in_a_row_ = 0;
  std::map<TaskRef, std::uint64_t> attempts_;
};

}  // namespace kairos
