// Keeps temperatures, powers, clocks and memory use over time: what charts and traces show beside
// the tasks.
//
//   mean power between two readings = (energy drawn by the second - by the first) / time between
//
// Memory depends on the limits alone, not on the length of the run. The chip is read at its events
// until there are `readings` readings. From then on there is one reading a period, and the period
// doubles whenever there are too many again. Mean powers stay exact, because energies are totals
// since the start. A reading keeps the lowest and highest temperature until the next one.
#pragma once

#include <vector>

#include "sim/events/probe.hpp"
#include "sim/metrics/chip_groups.hpp"
#include "sim/metrics/step_log.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

class ChipLog final : public Probe {
 public:
  struct Limits {
    std::size_t readings = 65'536;
    std::size_t groups = std::size_t{1} << 20U;  ///< See ChipGroups.
  };

  /// The scenario must outlive the log. Of a chip with many groups, fewer readings are kept.
  ChipLog(const Scenario& scenario, Limits limits);
  explicit ChipLog(const Scenario& scenario) : ChipLog(scenario, Limits()) {}

  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<ChipRead, PointChanged, MemoryUsed>();
  }
  /// Reads the chip at the end of a run, which a log with periods might miss.
  void finish(Time end, const ChipRead& chip);

  /// Groups of elements and clusters, in the order of the numbers below.
  [[nodiscard]] const ChipGroups& groups() const { return groups_; }
  [[nodiscard]] bool has_temperatures() const { return columns_ > 0; }
  /// Celsius: the mean over the elements of a group at an instant, and the lowest and highest of
  /// any of them until the next sample. Empty where the platform has no thermal part.
  [[nodiscard]] std::vector<Sample> temperatures(std::size_t group) const;
  /// Thermal zones, by position, none of whose sensors is heated by an element.
  [[nodiscard]] std::span<const std::size_t> zones() const { return zones_; }
  /// Celsius of the warmest sensor of zones()[i].
  [[nodiscard]] std::vector<Sample> zone_temperatures(std::size_t i) const;
  /// Watts of all elements of a group: the mean from an instant until the next. The last sample
  /// ends the log.
  [[nodiscard]] std::vector<Sample> powers(std::size_t group) const;
  /// Hertz from an instant on: the mean over the clusters of a group.
  [[nodiscard]] const std::vector<Sample>& frequencies(std::size_t group) const {
    return frequencies_[group].samples();
  }
  /// Bytes of tensors from an instant on.
  [[nodiscard]] const std::vector<Sample>& used(MemoryId memory) const {
    return used_[memory].samples();
  }

 private:
  struct Heat {
    float mean = 0, low = 0, high = 0;
  };
  void begin_clocks(const Scenario& scenario);
  void change_clock(Time now, const PointChanged& change);
  void read(Time now, const ChipRead& chip);
  void read_path(Time now, const ChipRead& chip);
  bool begin_row(Time now);
  void read_energies(Time now, const ChipRead& chip);
  template <class OfElement, class OfZone>
  void read_temperatures(bool is_new, OfElement of_element, OfZone of_zone);
  void coarsen();
  void move_row(std::size_t from, std::size_t to);
  void join_row(std::size_t from, std::size_t into);
  [[nodiscard]] std::vector<Sample> column(std::size_t i) const;

  const Platform& platform_;
  ChipGroups groups_;
  std::vector<std::size_t> zones_, group_of_cluster_;
  std::size_t columns_ = 0;  ///< Temperatures in a reading: of groups, then of zones.
  std::size_t most_ = 0;     ///< Readings.
  Duration period_;
  Time last_read_;              ///< The instant of the last reading, whether it has a row or not.
  std::vector<Time> times_;     ///< The instants of the rows; the first is the start.
  std::vector<double> joules_;  ///< Reading by reading, by group, since the start.
  std::vector<Heat> celsius_;   ///< Reading by reading, by column.
  IdVector<ClusterId, double> clocks_;
  std::vector<StepLog> frequencies_;
  IdVector<MemoryId, StepLog> used_;
};

}  // namespace kairos
