// A power budget from a PID controller, distributed to the clusters in proportion to their
// requests.
//
//   e = T_trip - T,   P = clamp(P_sust + k e + i + d, 0, sum of largest powers)
//   k = k_po = P_sust / (T_trip - T_on) if e < 0, else k_pu = 2 k_po;   k_i = k_pu / 10;   k_d = 0
//   i += k_i e   only when e < cutoff and |i| stays below the largest power;   d = k_d de / dt
//   granted_i = P request_i / sum of requests, at most what i can use; the rest by headroom
//
// This is Linux' "intelligent power allocation". The request of a cluster is its power at the point
// in force times its load. The cluster gets the highest point whose power times load is at most the
// granted power. The controller is off below T_on; it starts at the instant at which T_on is
// crossed and then runs once per `passive`.
// Example: with P_sust 2 W, trip 85 C and T_on 70 C, k_po is 0.133 and k_pu 0.267 W/K. The budget
// is 6 W at 70 C, 2 W at 85 C and 1.33 W at 90 C, plus the (negative) integral.
// How far to trust it: the controller and its defaults are those of Linux; the tests compare it
// with cases computed by hand and by an independent program. As in Linux, the distributed powers do
// not include leakage.
#include <algorithm>
#include <cmath>

#include "sim/base/registry.hpp"
#include "sim/governors/thermal_governor.hpp"

namespace kairos {
namespace {

class PowerAllocator final : public ThermalGovernor {
 public:
  struct Options {
    Duration passive = Duration::picoseconds(100'000'000'000);
    double k_po = 0, k_pu = 0, k_i = 0, k_d = 0;
    double integral_cutoff = 0;

    void describe(Fields& f) {
      f("passive", passive, "polling period while the temperature is above 'switch_on'").positive();
      f("k_po", k_po,
        "proportional gain above the trip, in watts per kelvin (derived from the sustainable power "
        "if zero)")
          .not_negative();
      f("k_pu", k_pu,
        "proportional gain below the trip, in watts per kelvin (derived from the sustainable power "
        "if zero)")
          .not_negative();
      f("k_i", k_i, "integral gain, in watts per kelvin and polling period (k_pu / 10 if zero)")
          .not_negative();
      f("k_d", k_d, "derivative gain, in watt seconds per kelvin").not_negative();
      f("integral_cutoff", integral_cutoff,
        "control errors below this, in kelvins, are integrated");
    }
  };
  explicit PowerAllocator(const Options& options) : options_(options) {}

  [[nodiscard]] Watch begin(const ThermalZone& zone) override { return {zone.switch_on, {}, {}}; }

  [[nodiscard]] Watch update(const ThermalZone& zone, const ZoneReading& reading,
                             std::span<CoolingDevice> devices) override {
    if (reading.temperature < zone.switch_on) {
      integral_ = 0;
      is_on_ = false;
      for (CoolingDevice& device : devices) device.highest = device.top();
      return {zone.switch_on, {}, {}};
    }
    share_out(budget(zone, reading, devices), devices);
    return {{}, {}, options_.passive};
  }

 private:
  [[nodiscard]] double budget(const ThermalZone& zone, const ZoneReading& reading,
                              std::span<const CoolingDevice> devices) {
    double largest = 0, least = 0;
    for (const CoolingDevice& device : devices) {
      largest += device.power_at(device.top()).value();
      least += device.power_at(0).value();
    }
    const double sustainable = zone.sustainable > Watts{} ? zone.sustainable.value() : least;
    const double span = (zone.trip - zone.switch_on).value();
    const double k_po = options_.k_po > 0 ? options_.k_po : sustainable / span;
    const double k_pu = options_.k_pu > 0 ? options_.k_pu : 2 * sustainable / span;
    const double k_i = options_.k_i > 0 ? options_.k_i : k_pu / 10;
    const double error = (zone.trip - reading.temperature).value();
    if (error < options_.integral_cutoff && std::abs(integral_ + k_i * error) < largest) {
      integral_ += k_i * error;
    }
    const double passed = to_seconds(reading.passed).value();
    const double derivative =
        is_on_ && passed > 0 ? options_.k_d * (error - last_error_) / passed : 0;
    last_error_ = error;
    is_on_ = true;
    const double power = sustainable + (error < 0 ? k_po : k_pu) * error + integral_ + derivative;
    return std::clamp(power, 0.0, largest);
  }

  static void share_out(double budget, std::span<CoolingDevice> devices) {
    constexpr double idle_load = 0.01;  // an idle cluster makes a small request, too
    std::vector<double> requests, granted;
    double asked = 0;
    for (const CoolingDevice& device : devices) {
      requests.push_back(device.power_at(device.point).value() * std::max(device.load, idle_load));
      asked += requests.back();
    }
    double surplus = 0, headroom = 0;
    for (std::size_t i = 0; i < devices.size(); ++i) {
      const double share = asked > 0 ? budget * requests[i] / asked : 0;
      const double most = devices[i].power_at(devices[i].top()).value();
      granted.push_back(std::min(share, most));
      surplus += share - granted[i];
      headroom += most - granted[i];
    }
    for (std::size_t i = 0; i < devices.size(); ++i) {
      CoolingDevice& device = devices[i];
      const double most = device.power_at(device.top()).value();
      if (headroom > 0) granted[i] += std::min(1.0, surplus / headroom) * (most - granted[i]);
      const double load = std::max(device.load, idle_load);
      device.highest = device.top();
      while (device.highest > 0 && device.power_at(device.highest).value() * load > granted[i]) {
        --device.highest;
      }
    }
  }

  Options options_;
  double integral_ = 0, last_error_ = 0;
  bool is_on_ = false;
};

const Register<ThermalGovernor, PowerAllocator> registered{
    "power_allocator",
    "PID controller of the power budget, shared in proportion to requested power (as in Linux)"};

}  // namespace
}  // namespace kairos
