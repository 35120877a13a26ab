#include "sim/metrics/chip_log.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/power/energy_meter.hpp"
#include "sim/thermal/chip_temperatures.hpp"

namespace kairos {
namespace {

std::vector<std::size_t> zones_of_no_element(const Thermal& thermal) {
  std::vector<std::size_t> zones;
  for (std::size_t zone = 0; zone < thermal.zones.size(); ++zone) {
    const auto is_heated = [&](std::size_t node) { return thermal.is_heated_by_element(node); };
    if (std::ranges::none_of(thermal.zones[zone].sensors, is_heated)) zones.push_back(zone);
  }
  return zones;
}

/// The number of readings: the limit, or fewer so that they take no more than about 100 MB.
std::size_t readings_for(const ChipLog::Limits& limits, std::size_t values_per_reading) {
  constexpr std::size_t most_values = 6'000'000;
  constexpr std::size_t fewest = 256;
  const std::size_t room = most_values / std::max<std::size_t>(values_per_reading, 1);
  return std::min(limits.readings, std::max(room, fewest));
}

}  // namespace

ChipLog::ChipLog(const Scenario& scenario, Limits limits)
    : platform_(scenario.platform),
      groups_(platform_, limits.groups),
      used_(platform_.memories.size(), StepLog(limits.readings)) {
  if (platform_.thermal) {
    zones_ = zones_of_no_element(*platform_.thermal);
    if (zones_.size() > limits.groups) zones_.resize(limits.groups);
    columns_ = groups_.elements.size() + zones_.size();
  }
  most_ = readings_for(limits, groups_.elements.size() + 2 * columns_);
  times_.emplace_back();
  joules_.resize(groups_.elements.size());
  if (platform_.thermal) {
    const auto initial = static_cast<float>(platform_.thermal->initial.celsius());
    celsius_.assign(columns_, Heat{initial, initial, initial});
  }
  frequencies_.assign(groups_.clusters.size(), StepLog(limits.readings));
  begin_clocks(scenario);
}

void ChipLog::begin_clocks(const Scenario& scenario) {
  clocks_.resize(platform_.clusters.size());
  group_of_cluster_.resize(platform_.clusters.size());
  for (std::size_t group = 0; group < groups_.clusters.size(); ++group) {
    double sum = 0;
    for (const ClusterId c : groups_.clusters[group].clusters) {
      clocks_[c] = platform_.clusters[c]
                       .points[scenario.governors.first_point(platform_, c)]
                       .frequency.value();
      sum += clocks_[c];
      group_of_cluster_[index(c)] = group;
    }
    frequencies_[group].change(Time{},
                               sum / static_cast<double>(groups_.clusters[group].clusters.size()));
  }
}

void ChipLog::observe(Time now, Event event) {
  if (const auto* change = event.as<PointChanged>()) {
    change_clock(now, *change);
  } else if (const auto* used = event.as<MemoryUsed>()) {
    used_[used->memory].change(now, used->used.value());
  } else if (const auto* chip = event.as<ChipRead>()) {
    read(now, *chip);
  }
}

void ChipLog::change_clock(Time now, const PointChanged& change) {
  clocks_[change.cluster] =
      platform_.clusters[change.cluster].points[change.point].frequency.value();
  const std::size_t group = group_of_cluster_[index(change.cluster)];
  double sum = 0;
  for (const ClusterId c : groups_.clusters[group].clusters) sum += clocks_[c];
  frequencies_[group].change(now,
                             sum / static_cast<double>(groups_.clusters[group].clusters.size()));
}

/// A second reading at an instant replaces the first one, because energy may have been charged in
/// between. Energy charged at the start belongs to the time after it.
void ChipLog::read(Time now, const ChipRead& chip) {
  if (now == Time{}) return;
  const bool has_temperatures = columns_ > 0 && chip.temperatures != nullptr;
  if (has_temperatures) read_path(now, chip);
  const bool is_new = begin_row(now);
  if (times_.back() == now) read_energies(now, chip);
  last_read_ = now;
  if (!has_temperatures) return;
  read_temperatures(
      is_new, [&](ElementId e) { return chip.temperatures->of(e); },
      [&](std::size_t zone) { return chip.temperatures->of_zone(zone); });
}

/// Reads the temperatures between the last reading and this one, so that the lines of a chart
/// follow them. The power in between is constant. If the last reading has no row, nothing is added.
void ChipLog::read_path(Time now, const ChipRead& chip) {
  const Time last = times_.back();
  const bool may_begin_rows = last == last_read_;
  const std::size_t width = groups_.elements.size();
  const std::vector<double> before(joules_.end() - static_cast<std::ptrdiff_t>(width),
                                   joules_.end());
  for (const TemperatureReading& between : chip.temperatures->path()) {
    if (between.at <= last || between.at >= now) continue;
    const bool is_new = may_begin_rows && begin_row(between.at);
    if (is_new) {
      read_energies(now, chip);
      const double share = (between.at - last).seconds() / (now - last).seconds();
      double* total = &joules_[joules_.size() - width];
      for (std::size_t i = 0; i < width; ++i) total[i] = std::lerp(before[i], total[i], share);
    }
    read_temperatures(
        is_new, [&](ElementId e) { return chip.temperatures->of(e, between); },
        [&](std::size_t zone) { return chip.temperatures->of_zone(zone, between); });
  }
}

/// Begins a row for this instant if the last row is at least a period old.
bool ChipLog::begin_row(Time now) {
  if (now <= times_.back() || now - times_.back() < period_) return false;
  if (times_.size() >= most_) coarsen();
  times_.push_back(now);
  joules_.resize(joules_.size() + groups_.elements.size());
  celsius_.resize(celsius_.size() + columns_);
  return true;
}

void ChipLog::finish(Time end, const ChipRead& chip) {
  period_ = Duration{};
  read(end, chip);
}

void ChipLog::read_energies(Time now, const ChipRead& chip) {
  double* total = &joules_[joules_.size() - groups_.elements.size()];
  for (const ElementGroup& group : groups_.elements) {
    *total = 0;
    for (const ElementId e : group.elements) *total += chip.energy->of_element(e, now).value();
    ++total;
  }
}

template <class OfElement, class OfZone>
void ChipLog::read_temperatures(bool is_new, OfElement of_element, OfZone of_zone) {
  Heat* heat = &celsius_[celsius_.size() - columns_];
  const auto put = [&](float mean, float low, float high) {
    if (is_new) *heat = {mean, low, high};
    heat->low = std::min(heat->low, low);
    heat->high = std::max(heat->high, high);
    ++heat;
  };
  for (const ElementGroup& group : groups_.elements) {
    double sum = 0;
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const ElementId e : group.elements) {
      const double celsius = of_element(e).celsius();
      sum += celsius;
      low = std::min(low, celsius);
      high = std::max(high, celsius);
    }
    put(static_cast<float>(sum / static_cast<double>(group.elements.size())),
        static_cast<float>(low), static_cast<float>(high));
  }
  for (const std::size_t zone : zones_) {
    const auto celsius = static_cast<float>(of_zone(zone).celsius());
    put(celsius, celsius, celsius);
  }
}

/// Removes at least half of the readings.
void ChipLog::coarsen() {
  const Duration span = times_.back() - times_.front();
  const auto periods = static_cast<std::int64_t>(most_ / 2);
  period_ = std::max(period_ + period_, Duration::picoseconds(span.picoseconds() / periods + 1));
  std::size_t last = 0;
  for (std::size_t i = 1; i < times_.size(); ++i) {
    if (times_[i] - times_[last] >= period_) {
      move_row(i, ++last);
    } else {
      join_row(i, last);
    }
  }
  times_.resize(last + 1);
  joules_.resize(times_.size() * groups_.elements.size());
  celsius_.resize(times_.size() * columns_);
}

void ChipLog::move_row(std::size_t from, std::size_t to) {
  const std::size_t width = groups_.elements.size();
  times_[to] = times_[from];
  std::copy_n(&joules_[from * width], width, &joules_[to * width]);
  if (columns_ > 0) std::copy_n(&celsius_[from * columns_], columns_, &celsius_[to * columns_]);
}

void ChipLog::join_row(std::size_t from, std::size_t into) {
  for (std::size_t i = 0; i < columns_; ++i) {
    Heat& heat = celsius_[into * columns_ + i];
    heat.low = std::min(heat.low, celsius_[from * columns_ + i].low);
    heat.high = std::max(heat.high, celsius_[from * columns_ + i].high);
  }
}

std::vector<Sample> ChipLog::temperatures(std::size_t group) const {
  return column(group);
}

std::vector<Sample> ChipLog::zone_temperatures(std::size_t i) const {
  return column(groups_.elements.size() + i);
}

std::vector<Sample> ChipLog::column(std::size_t i) const {
  std::vector<Sample> samples;
  if (columns_ == 0) return samples;
  samples.reserve(times_.size());
  for (std::size_t row = 0; row < times_.size(); ++row) {
    const Heat& heat = celsius_[row * columns_ + i];
    samples.emplace_back(times_[row], static_cast<double>(heat.mean), static_cast<double>(heat.low),
                         static_cast<double>(heat.high));
  }
  return samples;
}

std::vector<Sample> ChipLog::powers(std::size_t group) const {
  const std::size_t width = groups_.elements.size();
  std::vector<Sample> samples;
  samples.reserve(times_.size());
  for (std::size_t i = 0; i + 1 < times_.size(); ++i) {
    const double drawn = joules_[(i + 1) * width + group] - joules_[i * width + group];
    samples.emplace_back(times_[i], drawn / (times_[i + 1] - times_[i]).seconds());
  }
  if (!samples.empty()) samples.emplace_back(times_.back(), samples.back().value);
  return samples;
}

}  // namespace kairos
