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

struct TraceOptions {
  /// Labels of the trace, such as experiment, policy and seed. They appear in "otherData" and as
  /// the label of the process "jobs".
  std::vector<std::pair<std::string, std::string>> labels;
  /// Only tasks and bars that overlap this window are written, and these completely.
  Time from, to = Time::never();

  [[nodiscard]] bool shows(Time begin, Time end) const { return begin <= to && end >= from; }
};

/// Writes a trace with
///
///   a process per cluster, with a thread per lane of each element and a slice per task,
///   an arrow per edge of the job graphs,
///   under "jobs" a bar per job, from its first ready task to its last finish, and their number,
///   under "faults" a bar per outage and lost execution, if there are any,
///   with a log, counters: the temperature and power of every element, the temperature of zones
///   without elements, the frequency of every cluster, and the contents of memories.
///
/// Times are in microseconds, rounded down to whole nanoseconds as viewers count, so consecutive
/// tasks do not overlap. Equal tasks give equal bytes.
std::string perfetto_trace(std::span<const TaskFinished> tasks, const Scenario& scenario,
                           std::span<const FaultSpan> faults = {}, const ChipLog* log = nullptr,
                           const TraceOptions& options = {});

}  // namespace kairos
