// Stepwise thermal control: one point down per reading above the trip if the temperature rises, one
// point up per reading below the trip if it falls.
//
//   T >= trip:  rising, or the first time over it: one point less; falling: stay
//   T <  trip:  falling: one point more; rising: stay
//
// With `hysteresis`, a zone that has passed the trip counts as above it until it has cooled by the
// hysteresis.
//
// This is Linux' thermal governor of the same name. It acts at the instant of the crossing and then
// every `passive`, until the zone is below the trip and no cluster is limited.
// Example: the trip of 85 C is crossed upwards at t. The point is lowered from 7 to 6 at t and to 5
// at t + 100 ms if the temperature still rises. It is raised one by one from the first reading
// below 85 C at which the temperature falls.
// How far to trust it: the rule is that of Linux, with one trip per zone. The hysteresis is an
// option of this governor, zero by default; the hysteresis of the zone applies only to bang_bang.
#include "sim/base/registry.hpp"
#include "sim/governors/thermal_governor.hpp"

namespace kairos {
namespace {

class StepWise final : public ThermalGovernor {
 public:
  struct Options {
    Duration passive = Duration::picoseconds(100'000'000'000);
    Kelvins hysteresis;

    void describe(Fields& f) {
      f("passive", passive, "polling period while a cluster is slowed").positive();
      f("hysteresis", hysteresis, "kelvins below the trip at which operating points may rise again")
          .not_negative();
    }
  };
  explicit StepWise(const Options& options) : options_(options) {}

  [[nodiscard]] Watch begin(const ThermalZone& zone) override { return {zone.trip, {}, {}}; }

  [[nodiscard]] Watch update(const ThermalZone& zone, const ZoneReading& reading,
                             std::span<CoolingDevice> devices) override {
    const Temperature threshold = was_over_ ? zone.trip - options_.hysteresis : zone.trip;
    const bool is_over = reading.temperature >= threshold;
    const bool rises = !is_active_ || reading.temperature > last_;
    const bool falls = is_active_ && reading.temperature < last_;
    last_ = reading.temperature;
    is_active_ = was_over_ = is_over;
    for (CoolingDevice& device : devices) {
      if (is_over && rises && device.highest > 0) --device.highest;
      if (!is_over && falls && device.highest < device.top()) ++device.highest;
      is_active_ = is_active_ || device.highest < device.top();
    }
    if (!is_active_) return {zone.trip, {}, {}};
    return {{}, {}, options_.passive};
  }

 private:
  Options options_;
  Temperature last_;
  bool is_active_ = false, was_over_ = false;
};

const Register<ThermalGovernor, StepWise> registered{
    "step_wise",
    "one operating point down while too warm and warming, one up while cooling (as in Linux)"};

}  // namespace
}  // namespace kairos
