#include "experiments/static/quality_table.hpp"

#include <algorithm>
#include <map>

#include "experiments/files/write_file.hpp"
#include "experiments/report/csv_export.hpp"

namespace kairos {
namespace {

struct Schedule {
  double makespan = 0, bound = 0, wall = 0;
  /// True if tasks may run several times; bounds of other schedules then do not hold.
  bool copies = false;
};
/// Schedules of one instance, by policy.
using Schedules = std::map<std::string, Schedule>;

double metric(const RunRecord& record, std::string_view name) {
  const auto found = std::ranges::find(record.outcome.metrics, name, &Metric::name);
  if (found == record.outcome.metrics.end()) {
    throw InputError("run " + std::to_string(record.key.index) + " has no metric '" +
                     std::string(name) +
                     "': the folder contains results of another kind; choose another folder");
  }
  return found->value;
}

/// Schedules by source and instance.
std::map<std::string, std::map<std::string, Schedules>> by_instance(
    std::span<const RunRecord> records) {
  std::map<std::string, std::map<std::string, Schedules>> all;
  for (const RunRecord& record : records) {
    const auto& point = record.key.point;
    all[point[0].second][point[1].second][record.key.policy] = {
        metric(record, "makespan_s"), metric(record, "lower_bound_s"), record.outcome.wall_seconds,
        metric(record, "copies_allowed") > 0};
  }
  return all;
}

/// The figures of a policy, one for each instance that it has scheduled.
struct Tally {
  std::vector<double> ratio, to_bound, shorter, best, optimal, wall;

  void add(const Schedule& own, const Schedule* baseline, double shortest, double bound) {
    if (baseline != nullptr && baseline->makespan > 0) {
      ratio.push_back(own.makespan / baseline->makespan);
      shorter.push_back(own.makespan < baseline->makespan ? 1 : 0);
    }
    if (bound > 0) to_bound.push_back(own.makespan / bound);
    best.push_back(own.makespan <= shortest ? 1 : 0);
    optimal.push_back(own.makespan <= bound ? 1 : 0);
    wall.push_back(own.wall);
  }

  [[nodiscard]] std::vector<Estimate95> row() const {
    const auto without_interval = [](Estimate95 value) {
      value.half_width = std::numeric_limits<double>::quiet_NaN();
      return value;
    };
    Estimate95 worst{.n = ratio.size()};
    if (!ratio.empty()) worst.mean = std::ranges::max(ratio);
    return {estimate(ratio),
            worst,
            without_interval(estimate(shorter)),
            without_interval(estimate(best)),
            estimate(to_bound),
            without_interval(estimate(optimal)),
            without_interval(estimate(wall))};
  }
};

std::map<std::string, Tally> tallies(const std::map<std::string, Schedules>& instances,
                                     const std::string& reference) {
  std::map<std::string, Tally> result;
  for (const auto& [name, schedules] : instances) {
    double shortest = std::numeric_limits<double>::infinity();
    double bound = 0;
    for (const auto& [policy, schedule] : schedules) {
      shortest = std::min(shortest, schedule.makespan);
      bound = std::max(bound, schedule.bound);
    }
    const auto baseline = schedules.find(reference);
    for (const auto& [policy, schedule] : schedules) {
      result[policy].add(schedule, baseline == schedules.end() ? nullptr : &baseline->second,
                         shortest, schedule.copies ? schedule.bound : bound);
    }
  }
  return result;
}

std::vector<MetricInfo> columns(const std::string& reference) {
  return {
      {"ratio_to_" + reference, "1", "mean over instances of makespan / makespan of " + reference},
      {"worst", "1", "largest makespan / makespan of " + reference + " of any instance"},
      {"shorter", "1", "fraction of instances with a shorter schedule than " + reference, false},
      {"best", "1", "fraction of instances in which no other policy has a shorter schedule", false},
      {"ratio_to_bound", "1", "mean over instances of makespan / best known lower bound"},
      {"optimal", "1", "fraction of instances in which the makespan equals the lower bound", false},
      {"time_s", "s", "mean wall-clock time in the policy per schedule", true, false}};
}

Comparison without_times(Comparison table) {
  const std::size_t width = table.metrics.size();
  std::vector<ComparisonCell> kept;
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    if (i % width + 1 < width) kept.push_back(table.cells[i]);
  }
  table.cells = std::move(kept);
  table.metrics.pop_back();
  return table;
}

}  // namespace

namespace {

void count_failures(Comparison& table, std::span<const FailedRun> failures) {
  for (const FailedRun& run : failures) {
    const auto point = std::ranges::find_if(table.points, [&](const Comparison::Point& p) {
      return p.front() == run.key.point.front();
    });
    const auto policy = std::ranges::find(table.policies, run.key.policy);
    if (point == table.points.end() || policy == table.policies.end()) continue;
    ++table.failed[{static_cast<std::size_t>(point - table.points.begin()),
                    static_cast<std::size_t>(policy - table.policies.begin())}];
  }
}

}  // namespace

Comparison quality_table(const Quality& quality, std::span<const RunRecord> records,
                         std::span<const FailedRun> failures) {
  Comparison table;
  table.metrics = columns(quality.config.reference());
  table.sample = "instances";
  for (const PolicyConfig& policy : quality.config.policies) table.policies.push_back(policy.label);
  auto all = by_instance(records);
  for (const InstancesConfig& source : quality.config.instances) {
    const auto& instances = all[source.name];
    table.points.push_back({{"instances", source.name}});
    auto rows = tallies(instances, quality.config.reference());
    for (const std::string& policy : table.policies) {
      for (const Estimate95& value : rows[policy].row())
        table.cells.push_back({.value = value, .ratio = {}, .difference = {}});
    }
  }
  table.runs = records.size() + failures.size();
  count_failures(table, failures);
  return table;
}

Comparison quality_table(const Quality& quality, const ResultStore& store) {
  const std::vector<std::string> metrics{"makespan_s", "lower_bound_s", "copies_allowed"};
  return quality_table(quality, store.load(metrics), store.failures());
}

void write_quality(const std::filesystem::path& folder, const Quality& quality,
                   const ResultStore& store, const Comparison& table) {
  write_file(folder / "experiment.yaml", quality.configuration);
  export_csv(
      folder, [&](const auto& visit) { store.for_each(visit); }, without_times(table));
}

}  // namespace kairos
