#include "experiments/report/comparison.hpp"

#include <algorithm>
#include <map>

#include "sim/base/find_by_name.hpp"

namespace kairos {
namespace {

std::vector<MetricInfo> infos_of(const std::vector<std::string>& names,
                                 const std::vector<MetricInfo>& known) {
  std::vector<MetricInfo> chosen;
  chosen.reserve(names.size());
  for (const std::string& name : names) {
    chosen.push_back(known[position_of(name, "metric", known, {})]);
  }
  return chosen;
}

/// A run with its outcome, which is null if it failed.
struct Entry {
  const RunKey* key;
  const Outcome* outcome;
};

std::vector<Entry> by_index(std::span<const RunRecord> records,
                            std::span<const FailedRun> failures) {
  std::vector<Entry> sorted;
  sorted.reserve(records.size() + failures.size());
  for (const RunRecord& record : records) sorted.push_back({&record.key, &record.outcome});
  for (const FailedRun& run : failures) sorted.push_back({&run.key, nullptr});
  std::ranges::stable_sort(sorted, {}, [](const Entry& entry) { return entry.key->index; });
  return sorted;
}

/// Lists distinct items in the order in which they first appear.
template <class T>
class Places {
 public:
  explicit Places(std::vector<T>& list) : list_(list) {}

  std::size_t operator()(const T& item) {
    const auto [found, is_new] = places_.emplace(item, list_.size());
    if (is_new) list_.push_back(item);
    return found->second;
  }

 private:
  std::vector<T>& list_;
  std::map<T, std::size_t> places_;
};

using BySeed = std::map<std::uint64_t, double>;

Estimate95 mean_of(const BySeed& values) {
  std::vector<double> list;
  for (const auto& [seed, value] : values) list.push_back(value);
  return estimate(list);
}

ComparisonCell cell_of(const BySeed& values, const BySeed& baselines, bool has_ratio) {
  std::vector<double> ours, theirs, differences;
  for (const auto& [seed, value] : values) {
    const auto found = baselines.find(seed);
    if (found == baselines.end()) continue;
    ours.push_back(value);
    theirs.push_back(found->second);
    differences.push_back(value - found->second);
  }
  ComparisonCell cell{mean_of(values), {}, false, estimate(differences)};
  if (!has_ratio) return cell;
  cell.ratio_of_means = std::ranges::find(theirs, 0.0) != theirs.end();
  cell.ratio = cell.ratio_of_means ? ratio_of_means(ours, theirs) : paired_ratio(ours, theirs);
  return cell;
}

}  // namespace

Comparison compare(std::span<const RunRecord> records, const std::vector<std::string>& metric_names,
                   const std::string& baseline, std::span<const FailedRun> failures,
                   const std::vector<MetricInfo>& known) {
  Comparison result;
  result.runs = records.size() + failures.size();
  result.metrics = infos_of(metric_names, known);
  result.baseline = baseline;
  Places<Comparison::Point> place_of_point(result.points);
  Places<std::string> place_of_policy(result.policies);
  // Values of metrics of the whole run, by sweep point, policy and metric.
  std::map<std::size_t, std::map<std::string, std::map<std::string, BySeed>>> values;
  for (const auto& [key, outcome] : by_index(records, failures)) {
    const std::size_t policy = place_of_policy(key->policy);
    const std::size_t point = place_of_point(key->point);
    if (outcome == nullptr) {
      ++result.failed[{point, policy}];
      continue;
    }
    auto& own = values[point][key->policy];
    for (const Metric& metric : outcome->metrics) {
      if (metric.subject.empty()) own[metric.name][key->seed] = metric.value;
    }
  }
  for (std::size_t point = 0; point < result.points.size(); ++point) {
    for (const std::string& policy : result.policies) {
      for (const MetricInfo& metric : result.metrics) {
        const BySeed& own = values[point][policy][metric.name];
        const BySeed& base = values[point][baseline][metric.name];
        result.cells.push_back(cell_of(own, base, metric.has_ratio()));
      }
    }
  }
  return result;
}

}  // namespace kairos
