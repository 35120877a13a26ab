// Keeps temperatures, powers, clocks and what is in memories over time: what charts and traces show
// beside the tasks.
//
// Of a long run it keeps every second, fourth, eighth ... reading, with the mean power since the
// one before, at most 65536 of them: memory does not follow the length of the run.
#pragma once

#include <vector>

#include "sim/engine/probe.hpp"
#include "sim/engine/scenario.hpp"

namespace kairos {

/// A value from an instant on.
struct Sample {
  Time at;
  double value = 0;
};

class ChipLog final : public Probe {
 public:
  explicit ChipLog(const Scenario& scenario);

  void observe(Time now, const Event& event) override;
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<ChipRead, PointChanged, MemoryUsed>();
  }

  /// Empty where the platform has no temperatures.
  [[nodiscard]] bool has_temperatures() const { return !readings_.empty(); }
  /// Celsius at an instant; by element.
  [[nodiscard]] std::vector<Sample> temperatures(ElementId element) const;
  /// Watts, the mean up to an instant.
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
    std::vector<float> celsius, watts;
  };
  void read(Time now, const ChipRead& read);
  void thin_out();

  const Platform& platform_;
  std::vector<Reading> readings_;
  std::size_t keep_one_in_ = 1, seen_ = 0;
  std::vector<double> joules_;  ///< By element, since the last reading kept.
  Time last_;                   ///< Reading, kept or not.
  IdVector<ClusterId, std::vector<Sample>> frequencies_;
  IdVector<MemoryId, std::vector<Sample>> used_;
};

}  // namespace kairos
