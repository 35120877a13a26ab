// All or nothing: down to a low point at the trip, back when it has cooled by the hysteresis.
//
// Linux' thermal governor of the same name, with clusters in the place of fans. Driven by crossings
// alone: it acts at the very instant when the temperature passes the trip.
// Example: trip 85 C, hysteresis 3 K: slowed from 85 C upwards until 82 C is reached.
// How far to trust it: crossings are exact to 1e-9 s without leakage, and with leakage that follows
// temperature to 1e-6 s, or 2e-9 K where it creeps (tests).
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/governors/thermal_governor.hpp"

namespace kairos {
namespace {

class BangBang final : public ThermalGovernor {
 public:
  struct Options {
    std::uint64_t point = 0;

    void describe(Fields& f) {
      f("point", point,
        "the operating point that clusters are held to when too warm, 0 the slowest");
    }
  };
  explicit BangBang(const Options& options) : options_(options) {}

  [[nodiscard]] Watch begin(const ThermalZone& zone) override { return {zone.trip, {}, {}}; }

  [[nodiscard]] Watch update(const ThermalZone& zone, const ZoneReading& reading,
                             std::span<CoolingDevice> devices) override {
    const Temperature release = zone.trip - zone.hysteresis;
    if (reading.temperature >= zone.trip) is_on_ = true;
    if (reading.temperature <= release) is_on_ = false;
    for (CoolingDevice& device : devices) {
      device.highest = is_on_ ? std::min<std::size_t>(options_.point, device.top()) : device.top();
    }
    return is_on_ ? Watch{{}, release, {}} : Watch{zone.trip, {}, {}};
  }

 private:
  Options options_;
  bool is_on_ = false;
};

const Register<ThermalGovernor, BangBang> registered{
    "bang_bang", "down to a low point at the trip, back after the hysteresis"};

}  // namespace
}  // namespace kairos
