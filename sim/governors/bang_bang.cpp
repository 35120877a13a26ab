// Two-level thermal control: a low point from the trip upwards, no limit again after cooling by the
// hysteresis.
//
// This is Linux' thermal governor of the same name, with clusters in place of fans. It is driven by
// threshold crossings only and acts at the exact instant of the crossing.
// Example: with trip 85 C and hysteresis 3 K, clusters are slowed from 85 C upwards until 82 C is
// reached.
// How far to trust it: crossings are exact to 1e-9 s without leakage. If leakage depends on
// temperature, they are exact to 1e-6 s, or to 2e-9 K if the temperature changes very slowly
// (tests).
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
        "highest operating point of a cluster whose zone is too warm; 0 is the slowest point");
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
    "bang_bang",
    "drops to a low operating point at the trip temperature, returns below trip - hysteresis (as "
    "in Linux)"};

}  // namespace
}  // namespace kairos
