// The lowest point at all times (Linux' cpufreq governor of the same name).
//
// Example: a cluster with points at 0.6, 1.0 and 2.0 GHz stays at 0.6 GHz, whether it is busy or
// idle.
#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"

namespace kairos {
namespace {

class Powersave final : public FrequencyGovernor {
 public:
  [[nodiscard]] std::size_t first_point(const Cluster& /*cluster*/) const override { return 0; }
};

const Register<FrequencyGovernor, Powersave> registered{"powersave",
                                                        "always the lowest operating point"};

}  // namespace
}  // namespace kairos
