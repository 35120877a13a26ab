// No thermal governor: nothing is slowed, however warm. Example: a chip above its trip stays fast.
// How far to trust it: real chips switch off before they burn; this one says "thermal runaway".
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

const Register<ThermalGovernor, None> registered{"none", "nothing is slowed"};

}  // namespace
}  // namespace kairos
