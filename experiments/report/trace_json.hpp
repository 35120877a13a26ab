// Writes a run as trace events, for https://ui.perfetto.dev and chrome://tracing.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "sim/events/event.hpp"
#include "sim/metrics/chip_log.hpp"
#include "sim/metrics/fault_log.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// One row of a Gantt chart, or thread of a trace: an element, or one of several where it ran tasks
/// at the same time.
struct LaneOfTasks {
  ElementId element{};
  std::size_t number = 0;  ///< Among the lanes of the element, from 0.
};

struct Lanes {
  std::vector<LaneOfTasks> rows;     ///< By cluster, then element; idle elements have one too.
  std::vector<std::size_t> of_task;  ///< Row of each task, by its position.
};

/// Every task gets the first lane of its element that is free at its start: no two bars overlap.
Lanes assign_lanes(std::span<const TaskFinished> tasks, const Platform& platform);

struct TraceOptions {
  /// What the trace is of, such as the experiment, policy and seed, for "otherData" and the label
  /// of the process "jobs".
  std::vector<std::pair<std::string, std::string>> labels;
  /// Only what overlaps this window is written, tasks and bars whole.
  Time from, to = Time::never();

  [[nodiscard]] bool shows(Time begin, Time end) const { return begin <= to && end >= from; }
};

/// One slice per task in a thread per lane of its element, a process per cluster, an arrow per edge
/// of the job graphs, and under "jobs" a bar per job (from its first ready task to its last finish)
/// and their number; under "faults" a bar per outage and lost execution, where there are any. Times
/// are in microseconds with whole nanoseconds, as viewers count: tasks that touch do not overlap.
/// With a log, counters: the temperature and power of every element, the temperature of zones of no
/// element, the frequency of every cluster and what is in memories. Equal tasks give equal bytes.
std::string trace_json(std::span<const TaskFinished> tasks, const Scenario& scenario,
                       std::span<const FaultSpan> faults = {}, const ChipLog* log = nullptr,
                       const TraceOptions& options = {});

}  // namespace kairos
