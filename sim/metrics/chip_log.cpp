#include "sim/metrics/chip_log.hpp"

#include <algorithm>

#include "sim/power/energy_meter.hpp"
#include "sim/thermal/chip_temperatures.hpp"

namespace kairos {
namespace {

constexpr std::size_t whole_beginning = 8'192;
constexpr std::size_t most_after = 65'536;  // even

std::vector<std::size_t> zones_of_no_element(const Thermal& thermal) {
  std::vector<std::size_t> zones;
  for (std::size_t zone = 0; zone < thermal.zones.size(); ++zone) {
    const auto is_heated = [&](std::size_t node) { return thermal.is_heated_by_element(node); };
    if (std::ranges::none_of(thermal.zones[zone].sensors, is_heated)) zones.push_back(zone);
  }
  return zones;
}

}  // namespace

ChipLog::ChipLog(const Scenario& scenario)
    : platform_(scenario.platform), used_(platform_.memories.size()) {
  for (const ClusterId c : ids<ClusterId>(platform_.clusters.size())) {
    const std::size_t first = scenario.governors.first_point(platform_, c);
    frequencies_.push_back({{Time{}, platform_.clusters[c].points[first].frequency.value()}});
  }
  Reading& start = readings_.emplace_back();
  start.joules.resize(platform_.elements.size());
  if (!platform_.thermal) return;
  zones_ = zones_of_no_element(*platform_.thermal);
  start.celsius.assign(platform_.elements.size() + zones_.size(),
                       static_cast<float>(platform_.thermal->initial.celsius()));
}

void ChipLog::observe(Time now, Event event) {
  if (const auto* change = event.as<PointChanged>()) {
    const OperatingPoint& point = platform_.clusters[change->cluster].points[change->point];
    frequencies_[change->cluster].push_back({now, point.frequency.value()});
  } else if (const auto* used = event.as<MemoryUsed>()) {
    used_[used->memory].push_back({now, used->used.value()});
  } else if (const auto* chip = event.as<ChipRead>()) {
    read(now, *chip);
  }
}

/// A second reading of one instant replaces the first: more may have been charged meanwhile. What
/// was charged at the start belongs to what follows.
void ChipLog::read(Time now, const ChipRead& chip) {
  if (now == Time{}) return;
  if (now != readings_.back().at) {
    const bool is_complete =
        seen_ < whole_beginning || (seen_ - whole_beginning) % keep_one_in_ == 0;
    if (readings_.size() > whole_beginning + most_after && is_complete) thin_out();
    if (is_complete) readings_.push_back(readings_.front());
    ++seen_;
  }
  Reading& reading = readings_.back();
  reading.at = now;
  const std::size_t elements = platform_.elements.size();
  for (const ElementId e : ids<ElementId>(elements)) {
    reading.joules[index(e)] = chip.energy->of_element(e, now).value();
  }
  if (chip.temperatures == nullptr) return;
  for (const ElementId e : ids<ElementId>(elements)) {
    reading.celsius[index(e)] = static_cast<float>(chip.temperatures->of(e).celsius());
  }
  for (std::size_t i = 0; i < zones_.size(); ++i) {
    const Temperature zone = chip.temperatures->of_zone(zones_[i]);
    reading.celsius[elements + i] = static_cast<float>(zone.celsius());
  }
}

/// Every two readings after the beginning become one.
void ChipLog::thin_out() {
  const std::size_t last = whole_beginning;
  const std::size_t kept = (readings_.size() - last) / 2;
  for (std::size_t i = 1; i <= kept; ++i) std::swap(readings_[last + i], readings_[last + 2 * i]);
  readings_.resize(last + kept + 1);
  keep_one_in_ *= 2;
}

std::vector<Sample> ChipLog::temperatures(ElementId element) const {
  return temperatures(index(element));
}

std::vector<Sample> ChipLog::zone_temperatures(std::size_t i) const {
  return temperatures(platform_.elements.size() + i);
}

std::vector<Sample> ChipLog::temperatures(std::size_t column) const {
  std::vector<Sample> samples;
  if (!platform_.thermal) return samples;
  samples.reserve(readings_.size());
  for (const Reading& r : readings_) {
    samples.push_back({r.at, static_cast<double>(r.celsius[column])});
  }
  return samples;
}

std::vector<Sample> ChipLog::powers(ElementId element) const {
  std::vector<Sample> samples;
  samples.reserve(readings_.size());
  for (std::size_t i = 0; i + 1 < readings_.size(); ++i) {
    const Reading& from = readings_[i];
    const Reading& until = readings_[i + 1];
    const double drawn = until.joules[index(element)] - from.joules[index(element)];
    samples.push_back({from.at, drawn / (until.at - from.at).seconds()});
  }
  if (!samples.empty()) samples.push_back({readings_.back().at, samples.back().value});
  return samples;
}

}  // namespace kairos
