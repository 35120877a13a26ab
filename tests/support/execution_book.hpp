// Works out a second time how long every execution of a run must take: from the work of the task on
// its element, noise, checkpoints, the work that earlier executions have saved, and the speeds in
// force.
#pragma once

#include <map>
#include <vector>

#include "sim/events/event.hpp"
#include "sim/state/scenario.hpp"
#include "tests/support/complaints.hpp"

namespace kairos::testing {

class ExecutionBook {
 public:
  ExecutionBook(const Scenario& scenario, Complaints& complaints);

  void arrive(const Job& job) { keys_[job.id] = job.key; }
  /// `scale` is the task's amount of work, as a multiple of what its graph states.
  void start(Time now, TaskRef task, ElementId element, double scale);
  /// Sets the speed of an element from now on, faults included.
  void change_speed(Time now, ElementId element, double speed);
  void keep(Time now, const TaskCheckpointed& kept);
  void finish(Time now, const TaskFinished& finished);
  /// Must be called when an element has failed.
  void fail(ElementId element) { owed_[element] = 0; }
  void lose(Time now, const TaskLost& lost);
  void interrupt(Time now, const TaskPreempted& preempted);
  void find_wrong(Time now, const TaskErred& erred);

  /// Counts over executions that came to their end without checkpoints: the expected number of
  /// wrong results, its variance, and the actual number.
  struct WrongResults {
    double expected = 0, variance = 0;
    double found = 0;
  };
  [[nodiscard]] const WrongResults& wrong_results() const { return wrong_; }
  /// Number of executions that continued from a checkpoint of an earlier one.
  [[nodiscard]] std::uint64_t resumed() const { return resumed_; }

 private:
  struct Execution {
    TaskRef task;
    ElementId element{};
    Time start, kept_at, since;
    double length = 0;       ///< The whole task on this element, in picoseconds at full speed.
    double cost = 0;         ///< Time of an interruption that the execution begins with.
    double first_left = 0;   ///< The part of `length` that was left when this execution began.
    double done = 0;         ///< Work and checkpoints done until `since`.
    std::uint64_t kept = 0;  ///< Number of checkpoints written.
  };

  Execution take(Time now, TaskRef task, ElementId element, Time start);
  void advance(Execution& execution, Time now);
  void expect_done(const Execution& execution, double work, const char* complaint, Time now);
  void expect_end(const Execution& execution, const char* complaint, Time now);
  void count_wrong(const Execution& execution, Time now, bool is_wrong);

  const Scenario& scenario_;
  Complaints& complaints_;
  IdVector<ElementId, double> speeds_;
  std::vector<Execution> running_;
  std::map<JobId, std::uint64_t> keys_;  ///< Jobs' keys, from which their noise follows.
  /// Interruptions of each element whose cost the next execution there bears.
  IdVector<ElementId, std::size_t> owed_;
  /// The fraction of a task that is left, if it is not 1.
  std::map<TaskRef, double> left_;
  WrongResults wrong_;
  std::uint64_t resumed_ = 0;
};

}  // namespace kairos::testing
