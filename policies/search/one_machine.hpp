// The one-machine relaxation: tasks that must share an element with one slot, each of which can
// start after its head and must be followed by its tail.
//
//   bound = max over sets S of min head(S) + sum w(S) + min tail(S)
//
// This maximum is the makespan of Jackson's preemptive schedule: at every instant the task with the
// longest tail runs among those whose head has passed (Carlier, European Journal of Operational
// Research 11(1), 1982). No order of the tasks ends earlier.
//
// Given a deadline D, the heads can be raised (Carlier, Pinson, Management Science 35(2), 1989):
//   edge finding   if head(S + i) + w(S + i) + tail(S) > D, task i follows all tasks of the set S
//                  and starts no earlier than any part of S can end (the quadratic algorithm of
//                  Baptiste, Le Pape, Nuijten, Constraint-Based Scheduling, 2001)
//   precedence     if head(i) + w(i) + w(j) + tail(j) > D, task j precedes i; i starts no earlier
//                  than all such j can end
// The roles of heads and tails can be exchanged, so the same rules raise the tails.
//
// Example: three tasks with heads 0, 1, 2, times 4, 2, 3 and tails 3, 5, 0. Task 0 runs in [0, 1],
// task 1 in [1, 3], task 0 in [3, 6], and task 2 in [6, 9]. The bound is max(6 + 3, 3 + 5, 9) = 9.
#pragma once

#include <span>
#include <vector>

#include "policies/search/search_problem.hpp"

namespace kairos {

struct OneMachineTask {
  Picoseconds head = 0, duration = 0, tail = 0;
};

/// Returns the makespan of Jackson's preemptive schedule. Cost: n log n for n tasks.
[[nodiscard]] Picoseconds preemptive_makespan(std::span<const OneMachineTask> tasks);

/// Raises the heads of tasks on one machine by the rules above. Its vectors are reused.
class HeadRaiser {
 public:
  /// Returns false if no order of the tasks ends by the deadline. Cost: n^2 for n tasks.
  [[nodiscard]] bool raise(std::span<OneMachineTask> tasks, Picoseconds deadline);

 private:
  [[nodiscard]] bool find_edges(std::span<const OneMachineTask> tasks, Picoseconds deadline);
  void find_predecessors(std::span<const OneMachineTask> tasks, Picoseconds deadline);

  std::vector<std::uint32_t> by_head_;
  std::vector<Picoseconds> raised_, end_from_;  ///< One value for each task, by position.
};

}  // namespace kairos
