// Thermal metrics: temperatures, leakage and throttling.
//
//   mean temperature = integral of the temperature over time / makespan, by element
//   above trip       = highest temperature of the sensors of a zone - trip of the zone
//   throttled time   = time for which a cluster was held below the point its governor wanted
//
// Example: if one of two clusters is throttled from 1 to 3 s and from 5 to 6 s, the throttled time
// is 3 s and the number of throttles is 2.
// Warm-up: all of these metrics count what happens after it. A cluster that is throttled at its end
// contributes the time from then on, but not to the number of throttles.
// How far to trust it: the metrics are as accurate as the temperatures
// (sim/thermal/chip_temperatures.hpp), whose means and peaks include the time between two events.
#include <algorithm>
#include <limits>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class ThermalMetrics final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {
        {"peak_temperature_c", "C", "highest temperature of any element at any time"},
        {"mean_temperature_c", "C", "mean over elements of the time-averaged temperature"},
        {"above_trip_k", "K",
         "maximum over zones of the highest sensor temperature minus the trip temperature; "
         "negative if no zone reached its trip"},
        {"leakage_energy_j", "J", "part of energy_j that was leakage"},
        {"throttled_time_s", "s",
         "time that zones and rails held clusters below the requested operating point, summed over "
         "clusters"},
        {"throttles", "times", "number of times a cluster began to be throttled"},
    };
  }

  void begin(const Scenario& scenario) override {
    clusters_.resize(scenario.platform.clusters.size());
  }

  [[nodiscard]] EventSet wants() const override { return EventSet::of<ThrottleChanged>(); }

  void observe(Time now, Event event) override {
    const auto* change = event.as<ThrottleChanged>();
    if (change == nullptr) return;
    Tally& tally = clusters_[change->cluster];
    if (change->throttled) {
      ++tally.count;
      tally.since = now;
    } else {
      tally.total += now - *tally.since;
      tally.since.reset();
    }
  }

  void begin_period(Time now) override {
    for (Tally& tally : clusters_) {
      tally.total = {};
      tally.count = 0;
      if (tally.since) tally.since = now;
    }
  }
  /// Follows the state of the clusters.
  void observe_left_out(Time now, Event event) override { observe(now, event); }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const Platform& platform = run.scenario.platform;
    report_temperatures(run, metrics);
    Joules leaked;
    for (const ElementId e : ids<ElementId>(platform.elements.size())) {
      leaked += run.leaked(e);
      metrics.push_back({"leakage_energy_j", platform.elements[e].name, run.leaked(e).value()});
    }
    metrics.push_back({"leakage_energy_j", "", leaked.value()});
    Duration throttled;
    std::uint64_t count = 0;
    for (const ClusterId c : ids<ClusterId>(clusters_.size())) {
      const Tally& tally = clusters_[c];
      const Duration time = tally.since ? tally.total + (run.end - *tally.since) : tally.total;
      throttled += time;
      count += tally.count;
      metrics.push_back({"throttled_time_s", platform.clusters[c].name, time.seconds()});
    }
    metrics.push_back({"throttled_time_s", "", throttled.seconds()});
    metrics.push_back({"throttles", "", static_cast<double>(count)});
  }

 private:
  struct Tally {
    Duration total;
    std::optional<Time> since;
    std::uint64_t count = 0;
  };

  static void report_temperatures(const RunSummary& run, std::vector<Metric>& metrics) {
    if (run.temperatures == nullptr) return;
    const auto& elements = run.scenario.platform.elements;
    Temperature peak = Temperature::kelvin(0);
    double mean = 0;
    for (const ElementId e : ids<ElementId>(elements.size())) {
      peak = std::max(peak, run.temperatures->peak(e));
      mean += run.temperatures->mean(e).celsius() / static_cast<double>(elements.size());
      metrics.push_back(
          {"peak_temperature_c", elements[e].name, run.temperatures->peak(e).celsius()});
      metrics.push_back(
          {"mean_temperature_c", elements[e].name, run.temperatures->mean(e).celsius()});
    }
    metrics.push_back({"peak_temperature_c", "", peak.celsius()});
    metrics.push_back({"mean_temperature_c", "", mean});
    report_zones(run, metrics);
  }

  static void report_zones(const RunSummary& run, std::vector<Metric>& metrics) {
    const std::vector<ThermalZone>& zones = run.scenario.platform.thermal->zones;
    double most = -std::numeric_limits<double>::infinity();
    for (std::size_t zone = 0; zone < zones.size(); ++zone) {
      const Temperature peak = run.temperatures->zone_peak(zone);
      const double above = (peak - zones[zone].trip).value();
      metrics.push_back({"peak_temperature_c", "zone " + zones[zone].name, peak.celsius()});
      metrics.push_back({"above_trip_k", "zone " + zones[zone].name, above});
      most = std::max(most, above);
    }
    metrics.push_back({"above_trip_k", "", most});
  }

  IdVector<ClusterId, Tally> clusters_;
};

const Register<MetricProbe, ThermalMetrics> registered{"thermal",
                                                       "temperatures, leakage and throttling"};

}  // namespace
}  // namespace kairos
