// Foresees how long a task of a plan computes beside the tasks that run at the same time according
// to the plan.
//
// The tasks that run now, those that are promised and those that the plan has placed so far keep
// their times. A task that is placed progresses at the rate that it obtains beside those of them
// that run at an instant (sim/state/foreseen_contention.hpp), from change to change, until it is
// done. Example: a task of 4 ms alone runs at 80 % of its speed during the first 2 ms, beside
// another one. Then 2.4 ms of its work are left, so it takes 4.4 ms.
//
// How far to trust it: the duration is exact if the tasks beside it run as planned. The slowdown
// that a task causes to those placed before it is not in the plan. Tasks that were sent and have
// not started yet do not count.
#pragma once

#include <utility>
#include <vector>

#include "sim/state/foreseen_contention.hpp"

namespace kairos {

/// The memory use of a task in the interval in which it runs.
struct PlannedUse {
  MemoryUse use;
  Time start, finish;
};

class PlannedContention {
 public:
  /// `foreseen` must outlive it. `others` are the tasks outside the plan.
  PlannedContention(ForeseenContention& foreseen, std::vector<PlannedUse> others)
      : foreseen_(&foreseen), uses_(std::move(others)) {}

  void place(const PlannedUse& placed) { uses_.push_back(placed); }
  /// Removes the task placed last.
  void undo() { uses_.pop_back(); }

  /// The duration of a task that starts at an instant, given its duration without contention.
  [[nodiscard]] Duration duration(const MemoryUse& own, Duration alone, Time start);

 private:
  Time find_beside(Time now);

  ForeseenContention* foreseen_;
  std::vector<PlannedUse> uses_;
  std::vector<MemoryUse> beside_;  ///< The uses at the instant in question.
};

}  // namespace kairos
