#include "experiments/fit/row_model.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "experiments/experiment/run.hpp"
#include "experiments/files/library.hpp"
#include "sim/base/find_by_name.hpp"
#include "sim/cost/cost_table.hpp"
#include "sim/power/energy_meter.hpp"

namespace kairos {
namespace {

Value map_of(std::initializer_list<std::pair<const char*, Value>> entries) {
  Value map = Value::map();
  for (const auto& [key, value] : entries) map.set(key, value);
  return map;
}

const Cluster& cluster_of(const MeasuredRow& row, const Platform& platform) {
  std::vector<std::string> names;
  for (const Cluster& cluster : platform.clusters) {
    if (cluster.name == row.cluster) return cluster;
    names.push_back(cluster.name);
  }
  throw InputError(row.place, unknown_name("cluster", row.cluster, names));
}

/// The operating point of a row. Tables round clocks, so 0.5 % may be missing.
std::size_t point_of(const MeasuredRow& row, const Cluster& cluster) {
  if (!row.frequency) return cluster.points.size() - 1;
  constexpr double tolerance = 0.005;
  std::vector<std::string> known;
  std::optional<std::size_t> nearest;
  double smallest = tolerance;
  for (std::size_t i = 0; i < cluster.points.size(); ++i) {
    const double off = std::abs(cluster.points[i].frequency / *row.frequency - 1);
    known.push_back(format(cluster.points[i].frequency));
    if (off > smallest) continue;
    smallest = off;
    nearest = i;
  }
  if (nearest) return *nearest;
  throw InputError(row.place, "cluster '" + cluster.name + "' has no operating point at " +
                                  format(*row.frequency) + "; it has " + one_of(known));
}

double power_of(const MeasuredRow& row, const Platform& platform) {
  const Cluster& cluster = cluster_of(row, platform);
  if (row.busy > cluster.elements.size()) {
    throw InputError(row.place, "'busy' is " + std::to_string(row.busy) + ", but cluster '" +
                                    cluster.name + "' has " +
                                    std::to_string(cluster.elements.size()) +
                                    " elements; write at most as many");
  }
  EnergyMeter meter(platform);
  const ClusterId id = platform.elements[cluster.elements.front()].cluster;
  meter.set_point(id, point_of(row, cluster), Time{});
  for (std::uint64_t i = 0; i < row.busy; ++i) {
    static_cast<void>(meter.started(cluster.elements[i], Time{}));
  }
  const auto temperature = row.temperature ? row.temperature : cluster.leakage.included_at;
  if (temperature) {
    for (const ElementId element : cluster.elements) {
      meter.set_leakage(element, cluster.leakage.current(*temperature), Time{});
    }
  }
  return meter.power(id).value();
}

/// A workload of one task, the kernel of a row.
Workload one_task(const MeasuredRow& row) {
  const Value task = map_of({{"name", Value::scalar("task")},
                             {"kernel", Value::scalar(row.kernel)},
                             {"work", Codec<Operations>::write(row.work)},
                             {"memory", Codec<Bytes>::write(row.memory)}});
  const Value application =
      map_of({{"name", Value::scalar("application")}, {"tasks", Value::list({task})}});
  const Value arrivals =
      map_of({{"name", Value::scalar("trace")}, {"times", Value::list({Value::scalar("0 s")})}});
  const Value stream = map_of({{"arrivals", arrivals}});
  WorkloadConfig config;
  Codec<WorkloadConfig>::read(map_of({{"name", Value::scalar("measured")},
                                      {"applications", Value::list({application})},
                                      {"streams", Value::list({stream})}}),
                              config);
  return config.build();
}

double time_of(const MeasuredRow& row, const Platform& platform) {
  const Cluster& cluster = cluster_of(row, platform);
  const bool is_measured = cluster.kernels.contains(row.kernel) ||
                           (cluster.kernel_times && cluster.kernel_times->contains(row.kernel));
  Choice<CostModel> cost(!row.cost.empty() ? row.cost : is_measured ? "measured" : "roofline");
  cost.place = row.place;
  const auto model = cost.make();
  const CostTable table(platform, one_task(row), *model);
  const ElementId element = cluster.elements.front();
  const std::size_t first = table.first_row(ApplicationId{0});
  if (!table.can_run(first, element)) {
    throw InputError("cluster '" + cluster.name + "' cannot run kernel '" + row.kernel +
                     "' with the cost model '" + cost.name + "'; name a kernel that it has");
  }
  return table.alone(first, element, cluster.points[point_of(row, cluster)].speed).seconds();
}

}  // namespace

RowModel::RowModel(std::vector<MeasuredRow> rows) : rows_(std::move(rows)) {
  for (const MeasuredRow& row : rows_) {
    if (row.kind != MeasuredRow::Kind::metric || workloads_.contains(row.workload)) continue;
    workloads_[row.workload] = resolve_workload(Value::scalar(row.workload, row.place));
  }
}

std::vector<double> RowModel::values(const Value& platform) const {
  PlatformConfig config;
  Codec<PlatformConfig>::read(platform, config);
  const Platform built = config.build();
  std::vector<double> all;
  all.reserve(rows_.size());
  for (const MeasuredRow& row : rows_) {
    try {
      all.push_back(value(row, built, platform));
    } catch (const InputError& error) {
      if (error.place().file) throw;
      throw InputError(row.place, error.what());
    }
  }
  return all;
}

double RowModel::value(const MeasuredRow& row, const Platform& platform,
                       const Value& document) const {
  switch (row.kind) {
    case MeasuredRow::Kind::power:
      return power_of(row, platform);
    case MeasuredRow::Kind::time:
      return time_of(row, platform);
    case MeasuredRow::Kind::metric:
      break;
  }
  return metric(row, document);
}

double RowModel::metric(const MeasuredRow& row, const Value& document) const {
  Value experiment =
      map_of({{"name", Value::scalar("fit")},
              {"platform", document},
              {"workload", workloads_.at(row.workload)},
              {"policies",
               Value::list({Value::scalar(row.policy.empty() ? "heft" : row.policy, row.place)})}});
  if (!row.cost.empty()) experiment.set("cost", Value::scalar(row.cost, row.place));
  if (row.frequency) {
    PlatformConfig config;
    Codec<PlatformConfig>::read(document, config);
    const Platform built = config.build();
    const Cluster& cluster = cluster_of(row, built);
    const Hertz frequency = cluster.points[point_of(row, cluster)].frequency;
    const Value governor =
        map_of({{"name", Value::scalar("userspace")},
                {"frequency", Value::scalar(shortest(frequency.value()) + " Hz")}});
    Value clusters = Value::map();
    clusters.set(row.cluster, governor);
    experiment.set("governors", map_of({{"clusters", clusters}}));
  }
  const Outcome outcome = run(expand(experiment).runs.front());
  for (const Metric& metric : outcome.metrics) {
    if (metric.name == row.metric && metric.subject == row.application) return metric.value;
  }
  throw InputError(row.place,
                   "the run of workload '" + row.workload + "' has no metric '" + row.metric + "'" +
                       (row.application.empty() ? std::string() : " of '" + row.application + "'") +
                       "; name another one (see 'kairos list metrics')");
}

}  // namespace kairos
