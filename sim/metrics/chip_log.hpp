// Keeps temperatures, powers, clocks and what is in memories over time: what charts and traces show
// beside the tasks.
//
//   mean power between two readings = (energy drawn by the second - by the first) / time between
//
// Of a long run it keeps the beginning whole (8192 readings), then every second, fourth, eighth ...
// reading and the last, 65536 at most: memory does not follow the length of the run, and as
// energies are kept, means stay exact.
#pragma once

#include <vector>

#include "sim/events/probe.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// A value from an instant on.
struct Sample {
  Time at;
  double value = 0;
};

class ChipLog final : public Probe {
 public:
  /// The scenario must outlive the log.
  explicit ChipLog(const Scenario& scenario);

  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<ChipRead, PointChanged, MemoryUsed>();
  }

  /// Celsius at an instant; empty where the platform has no thermal part.
  [[nodiscard]] std::vector<Sample> temperatures(ElementId element) const;
  /// Thermal zones, by position, whose temperature is that of no element.
  [[nodiscard]] std::span<const std::size_t> zones() const { return zones_; }
  /// Celsius at an instant, of the warmest sensor of zones()[i].
  [[nodiscard]] std::vector<Sample> zone_temperatures(std::size_t i) const;
  /// Watts, the mean from an instant until the next; the last sample ends the log.
  [[nodiscard]] std::vector<Sample> powers(ElementId element) const;
  /// Hertz from an instant on.
  [[nodiscard]] const std::vector<Sample>& frequencies(ClusterId cluster) const {
    return frequencies_[cluster];
  }
  /// Bytes of tensors from an instant on.
  [[nodiscard]] const std::vector<Sample>& used(MemoryId memory) const { return used_[memory]; }

 private:
  struct Reading {
    Time at;
    std::vector<double> joules;  ///< By element, since the start.
    std::vector<float> celsius;  ///< By element, then by zone of zones().
  };
  void read(Time now, const ChipRead& chip);
  void thin_out();
  [[nodiscard]] std::vector<Sample> temperatures(std::size_t column) const;

  const Platform& platform_;
  std::vector<std::size_t> zones_;
  std::vector<Reading> readings_;  ///< The first at the start; the last is replaced until complete.
  std::size_t keep_one_in_ = 1, seen_ = 0;
  IdVector<ClusterId, std::vector<Sample>> frequencies_;
  IdVector<MemoryId, std::vector<Sample>> used_;
};

}  // namespace kairos
