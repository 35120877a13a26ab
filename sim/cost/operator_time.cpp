#include "sim/cost/operator_time.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "workloads/operators/demand.hpp"

namespace kairos {
namespace {

/// Whether every group of a convolution has a single channel.
bool is_depthwise(const Task& task) {
  if (task.kernel != "convolution") return false;
  std::int64_t groups = 1, channels = 1;
  for (const Axis& axis : task.demand->axes) {
    if (axis.name == "group") groups = axis.extent;
    if (axis.name == "channel") channels = axis.extent;
  }
  return groups > 1 && channels == 1;
}

/// The factor by which whole grains exceed the extents of a tile. The groups of a depthwise
/// convolution take the place of its channels, and its filters have no grain.
double padding(const Demand& demand, const ComputeRates& rates, bool depthwise) {
  double factor = 1;
  for (const Axis& axis : demand.axes) {
    const bool is_idle = axis.name == "channel" || axis.name == "filter";
    if (depthwise && is_idle) continue;
    const bool is_group = depthwise && axis.name == "group";
    const auto grain = rates.grain.find(is_group ? "channel" : std::string(axis.name));
    if (grain == rates.grain.end() || axis.extent <= 0) continue;
    const auto extent = static_cast<double>(axis.extent);
    const auto of = static_cast<double>(grain->second);
    factor *= std::ceil(extent / of) * of / extent;
  }
  return factor;
}

}  // namespace

std::optional<Duration> operator_time(const Task& task, const ComputeRates& rates) {
  const Demand& demand = *task.demand;
  const bool depthwise = rates.tells_depthwise_apart() && is_depthwise(task);
  const auto efficiency =
      rates.efficiency_of(depthwise ? "depthwise_convolution" : task.kernel, task.work);
  if (!efficiency) return std::nullopt;
  const double padded = rates.grain.empty() ? 1 : padding(demand, rates, depthwise);
  std::array<double, EnumNames<ComputeUnit>::names.size()> seconds{};
  for (const auto& [unit, name] : EnumNames<ComputeUnit>::names) {
    double operations = demand.of(unit);
    if (operations == 0) continue;
    if (unit == ComputeUnit::matrix) operations *= padded;
    const ComputeUnit executing = rates.executing(unit);
    const auto rate = rates.rate(executing, demand.type);
    if (!rate) return std::nullopt;
    seconds[static_cast<std::size_t>(executing)] += operations / (rate->value() * *efficiency);
  }
  const double total = rates.overlap ? *std::ranges::max_element(seconds)
                                     : std::accumulate(seconds.begin(), seconds.end(), 0.0);
  return to_duration(Seconds(total));
}

Joules operation_energy(const Task& task, const ComputeRates& rates) {
  Joules sum;
  if (!task.demand || !rates.energy.is_on()) return sum;
  for (const auto& [unit, name] : EnumNames<ComputeUnit>::names) {
    const ComputeUnit executing = rates.is_on() ? rates.executing(unit) : unit;
    sum += rates.energy.of(executing, task.demand->type) * Operations(task.demand->of(unit));
  }
  return sum;
}

}  // namespace kairos
