// Records temperatures, powers, clocks and memory use over time, for charts and traces.
//
//   mean power between two readings = (energy drawn by the second - by the first) / time between
//
// Memory use depends only on the limits, not on the length of the run. The chip is read at its
// events until there are `readings` readings. From then on there is one reading per period, and the
// period doubles whenever there are too many again. Mean powers stay exact, because energies are
// totals since the start. Each reading keeps the lowest and highest temperature until the next one.
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
    std::size_t groups = std::size_t{1} << 20U;  ///< Largest number of groups; see ChipGroups.
  };

  /// The scenario must outlive the log. For a chip with many groups, fewer readings are kept.
  ChipLog(const Scenario& scenario, Limits limits);
  explicit ChipLog(const Scenario& scenario) : ChipLog(scenario, Limits()) {}

  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<ChipRead, PointChanged, MemoryUsed>();
  }
  /// Reads the chip at the end of a run, which might otherwise fall between two readings.
  void finish(Time end, const ChipRead& chip);

  /// Groups of elements and clusters; the functions below take indices into these groups.
  [[nodiscard]] const ChipGroups& groups() const { return groups_; }
  [[nodiscard]] bool has_temperatures() const { return columns_ > 0; }
  /// Temperatures of a group in degrees Celsius: the mean over its elements at an instant, and the
  /// lowest and highest of any of them until the next sample. Empty if the platform has no thermal
  /// part.
  [[nodiscard]] std::vector<Sample> temperatures(std::size_t group) const;
  /// Indices of the thermal zones none of whose sensors is heated by an element.
  [[nodiscard]] std::span<const std::size_t> zones() const { return zones_; }
  /// Temperatures of the warmest sensor of zones()[i], in degrees Celsius.
  [[nodiscard]] std::vector<Sample> zone_temperatures(std::size_t i) const;
  /// Power of all elements of a group in watts: the mean from an instant until the next. The last
  /// sample ends the log.
  [[nodiscard]] std::vector<Sample> powers(std::size_t group) const;
  /// Frequencies in hertz, each from an instant on: the mean over the clusters of a group.
  [[nodiscard]] const std::vector<Sample>& frequencies(std::size_t group) const {
    return frequencies_[group].samples();
  }
  /// Bytes of tensors in a memory, each from an instant on.
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
  std::size_t columns_ = 0;  ///< Number of temperatures per reading: those of groups, then those of
                             ///< zones.
  std::size_t most_ = 0;     ///< Largest number of readings.
  Duration period_;
  Time last_read_;              ///< Instant of the last reading, even if it has no row.
  std::vector<Time> times_;     ///< Instants of the rows; the first one is the start.
  std::vector<double> joules_;  ///< Energy since the start, by reading and group.
  std::vector<Heat> celsius_;   ///< Temperatures by reading and column.
  IdVector<ClusterId, double> clocks_;
  std::vector<StepLog> frequencies_;
  IdVector<MemoryId, StepLog> used_;
};

}  // namespace kairos
