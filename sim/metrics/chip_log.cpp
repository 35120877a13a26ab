#include "sim/metrics/chip_log.hpp"

#include "sim/governors/clock_control.hpp"

namespace kairos {
namespace {

constexpr std::size_t most_readings = 65'536;

}  // namespace

ChipLog::ChipLog(const Scenario& scenario) : platform_(scenario.platform) {
  const ClockControl clocks(platform_, scenario.governors);
  for (const ClusterId c : ids<ClusterId>(platform_.clusters.size())) {
    const OperatingPoint& first = platform_.clusters[c].points[clocks.target(c)];
    frequencies_.push_back({{Time{}, first.frequency.value()}});
  }
}

void ChipLog::observe(Time now, const Event& event) {
  if (const auto* change = std::get_if<PointChanged>(&event)) {
    const OperatingPoint& point = platform_.clusters[change->cluster].points[change->point];
    frequencies_[change->cluster].push_back({now, point.frequency.value()});
  } else if (const auto* read = std::get_if<ChipRead>(&event)) {
    if (seen_++ % keep_one_in_ != 0) return;
    if (readings_.size() == most_readings) thin_out();
    Reading& reading = readings_.emplace_back();
    reading.at = now;
    for (const Temperature t : read->temperatures) {
      reading.celsius.push_back(static_cast<float>(t.celsius()));
    }
    for (const Watts w : read->powers) reading.watts.push_back(static_cast<float>(w.value()));
  }
}

void ChipLog::thin_out() {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < readings_.size(); i += 2) std::swap(readings_[kept++], readings_[i]);
  readings_.resize(kept);
  keep_one_in_ *= 2;
}

std::vector<Sample> ChipLog::temperatures(ElementId element) const {
  std::vector<Sample> samples;
  samples.reserve(readings_.size());
  for (const Reading& r : readings_) samples.push_back({r.at, r.celsius[index(element)]});
  return samples;
}

std::vector<Sample> ChipLog::powers(ElementId element) const {
  std::vector<Sample> samples;
  samples.reserve(readings_.size());
  for (const Reading& r : readings_) samples.push_back({r.at, r.watts[index(element)]});
  return samples;
}

}  // namespace kairos
