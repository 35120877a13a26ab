// The meaning of every number in the rows of an observation.
//
// One table per kind of row says what each number is called, what it means and how it is computed.
// The numbers stand in the order of the table. Weights are trained for exactly these numbers, so a
// change of a value needs another observation_version.
//
// Most numbers are times, counts or comparisons of two times. If u is the unit of time
// (RoundFacts), a time t enters the row as ln(1 + t / u), a count n as ln(1 + n), and a time s
// compared with a time t as ln((s + 0.05 u) / (t + 0.05 u)). Shares and marks enter as they are; a
// mark is 1 or 0.
#pragma once

#include <span>
#include <string_view>

#include "policies/learned/observation.hpp"
#include "policies/learned/task_facts.hpp"

namespace kairos {

/// Facts that all rows of a round share.
struct RoundFacts {
  float unit = 1;          ///< The unit of time in picoseconds; see Facts::unit().
  float shortest_job = 0;  ///< The least remaining work of a job in the round, in picoseconds.
  float tasks = 0;         ///< Number of tasks in the round.
  float elements = 0;      ///< Number of elements of the chip.
  float jobs = 0;          ///< Number of jobs in the system.
};

/// Facts about a job with ready tasks at the beginning of a round. Times are in picoseconds.
struct JobFacts {
  float work = 0;     ///< Sum of the shortest execution times of the job's unfinished tasks.
  float longest = 0;  ///< Longest path from the job's ready tasks to the exit.
  float ready = 0;    ///< Number of the job's ready tasks.
};

/// Facts from which the row of a ready task is computed. Times are in picoseconds.
struct TaskContext {
  const RoundFacts& round;
  const JobFacts& job;
  const TaskFacts& task;
  const ClusterFacts& fastest;  ///< The cluster on which the task is fastest.
  float job_age = 0;            ///< Time since the job arrived.
  float wait = 0;               ///< Time since the task became ready.
  float size = 0;               ///< Number of tasks of the job.
  float unfinished = 0;         ///< Number of unfinished tasks of the job.
  float outputs = 0;            ///< Number of tasks that need the task's output.
  float unlocked = 0;           ///< Number of tasks that miss only the task's output.

  // The following times hold for the element on which the task would finish first.
  float start = 0, finish = 0;  ///< Times from now to the start and the finish.
  float duration = 0;           ///< Time from the start to the finish.
  float data = 0;               ///< Time from now until the task's data are there.
};

/// Facts from which the row of a place for the chosen task is computed. Times are in picoseconds.
struct PlaceContext {
  const RoundFacts& round;
  const JobFacts& job;          ///< The job of the chosen task.
  const TaskFacts& task;        ///< The chosen task.
  const ClusterFacts& cluster;  ///< The cluster of the place.
  float taken = 0;              ///< Number of tasks taken in the round, with the chosen one.
  float late = 0;      ///< Time from the earliest finish of the task to its finish on this place.
  float earliest = 0;  ///< Time from now to the earliest finish of the task.
  float wait = 0;      ///< Time from now until the element is free.
  float data = 0;      ///< Time from now until the task's data are there.
  float duration = 0;  ///< Execution time of the task.
  bool ends_later = false;   ///< True if the task finishes after the instant the element is free.
  bool is_idle = false;      ///< True if the element is idle and no task of the round waits for it.
  bool is_awaited = false;   ///< True if a task of the round waits for the element.
  bool is_earliest = false;  ///< True if the task would finish first on this place.
  bool is_fastest = false;   ///< True if the task is fastest on this cluster.
};

/// Facts from which the additional numbers of a place are computed if energy counts
/// (ObservationOptions).
struct PriceContext {
  double unit = 1;                      ///< The unit of time in picoseconds.
  double cost = 0, lowest_cost = 0;     ///< Cost of the place and of the cheapest, in picoseconds.
  double energy = 0, least_energy = 0;  ///< Energy here and on the most frugal place, in joules.
};

/// One number of a row.
template <class Context>
struct Feature {
  std::string_view name, meaning;
  float (*value)(const Context&);
};

/// The numbers of the row of a task, of a place, and of the price that follows the row of a place.
std::span<const Feature<TaskContext>, task_width> task_features();
std::span<const Feature<PlaceContext>, place_width> place_features();
std::span<const Feature<PriceContext>, price_width> price_features();

/// Appends the row and the prior of a task.
void append_task(const TaskContext& context, Observation& tasks);
/// Appends the row and the prior of a place. If energy counts, `price` is given, and its numbers
/// follow the row.
void append_place(const PlaceContext& context, const PriceContext* price, Observation& places);

}  // namespace kairos
