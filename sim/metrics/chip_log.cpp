#include "sim/metrics/chip_log.hpp"

#include "sim/governors/clock_control.hpp"

namespace kairos {
namespace {

constexpr std::size_t most_readings = 65'536;

}  // namespace

ChipLog::ChipLog(const Scenario& scenario)
    : platform_(scenario.platform), used_(platform_.memories.size()) {
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
  } else if (const auto* used = std::get_if<MemoryUsed>(&event)) {
    used_[used->memory].push_back({now, used->used.value()});
  } else if (const auto* what = std::get_if<ChipRead>(&event)) {
    read(now, *what);
  }
}

void ChipLog::read(Time now, const ChipRead& read) {
  joules_.resize(read.powers.size());
  for (std::size_t e = 0; e < joules_.size(); ++e) {
    joules_[e] += read.powers[e].value() * (now - last_).seconds();
  }
  last_ = now;
  if (++seen_ % keep_one_in_ != 0) return;
  if (readings_.size() == most_readings) thin_out();
  const Time before = readings_.empty() ? Time{} : readings_.back().at;
  Reading& kept = readings_.emplace_back();
  kept.at = now;
  for (std::size_t e = 0; e < joules_.size(); ++e) {
    kept.celsius.push_back(static_cast<float>(read.temperatures[e].celsius()));
    kept.watts.push_back(static_cast<float>(joules_[e] / (now - before).seconds()));
    joules_[e] = 0;
  }
}

/// Every two readings become one.
void ChipLog::thin_out() {
  Time before;
  for (std::size_t i = 0; i < readings_.size() / 2; ++i) {
    Reading& first = readings_[2 * i];
    Reading& second = readings_[2 * i + 1];
    const auto share =
        static_cast<float>((second.at - first.at).seconds() / (second.at - before).seconds());
    for (std::size_t e = 0; e < second.watts.size(); ++e) {
      second.watts[e] = first.watts[e] * (1 - share) + second.watts[e] * share;
    }
    before = second.at;
    std::swap(readings_[i], second);
  }
  readings_.resize(readings_.size() / 2);
  keep_one_in_ *= 2;
}

std::vector<Sample> ChipLog::temperatures(ElementId element) const {
  std::vector<Sample> samples;
  samples.reserve(readings_.size());
  for (const Reading& r : readings_)
    samples.push_back({r.at, static_cast<double>(r.celsius[index(element)])});
  return samples;
}

std::vector<Sample> ChipLog::powers(ElementId element) const {
  std::vector<Sample> samples;
  samples.reserve(readings_.size());
  for (const Reading& r : readings_)
    samples.push_back({r.at, static_cast<double>(r.watts[index(element)])});
  return samples;
}

}  // namespace kairos
