// No thermal governor: clusters are not slowed at any temperature.
//
// Example: a chip above its trip temperature keeps its speed.
// How far to trust it: a real chip switches off before it is damaged; the simulation ends with the
// message "thermal runaway".
#include "sim/base/registry.hpp"
#include "sim/governors/thermal_governor.hpp"

namespace kairos {
namespace {

class None final : public ThermalGovernor {
 public:
  [[nodiscard]] Watch begin(const ThermalZone& /*zone*/) override { return {}; }
  [[nodiscard]] Watch update(const ThermalZone& /*zone*/, const ZoneReading& /*reading*/,
                             std::span<CoolingDevice> /*devices*/) override {
    return {};
  }
};

const Register<ThermalGovernor, None> registered{"none",
                                                 "no thermal governor: no cluster is slowed"};

}  // namespace
}  // namespace kairos
