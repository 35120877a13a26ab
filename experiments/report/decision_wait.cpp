#include "experiments/report/decision_wait.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "sim/base/units.hpp"

namespace kairos {
namespace {

/// The mean waiting time of a run's scheduling passes; empty if the run has no host or no pass.
std::optional<double> wait_of(const RunRecord& record) {
  const auto& metrics = record.outcome.metrics;
  const auto found = std::ranges::find(metrics, "decision_wait_s", &Metric::name);
  if (found == metrics.end()) return std::nullopt;
  return found->value;
}

}  // namespace

std::string decision_wait_warning(const Sweep& sweep, std::span<const RunRecord> records) {
  std::size_t count = 0;
  double longest = 0;
  std::string host;
  for (const RunRecord& record : records) {
    if (record.key.index >= sweep.runs.size()) continue;  // It belongs to other runs.
    const DecisionTimeConfig& config = sweep.runs[record.key.index].decision_time;
    const auto wait = wait_of(record);
    if (!config.host || config.interrupts || !wait ||
        *wait <= (config.constant + config.per_task).seconds())
      continue;
    ++count;
    if (*wait < longest) continue;
    longest = *wait;
    host = *config.host;
  }
  if (count == 0) return {};
  return fmt::format(
      "warning: in {} of {} runs, decisions waited longer for their host than they took (up to {} "
      "on average, on '{}'): a pass does not interrupt a task; add 'interrupts: true', choose a "
      "host "
      "that runs short tasks or none, or compare decision_wait_s\n",
      count, records.size(), format(whole_picoseconds(longest * picoseconds_per_second)), host);
}

}  // namespace kairos
