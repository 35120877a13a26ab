// The highest point at all times (Linux' cpufreq governor of the same name).
//
// Example: a cluster with points at 0.6, 1.0 and 2.0 GHz stays at 2.0 GHz, whether it is busy or
// idle.
#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"

namespace kairos {
namespace {

class Performance final : public FrequencyGovernor {
 public:
  [[nodiscard]] std::size_t first_point(const Cluster& cluster) const override {
    return cluster.points.size() - 1;
  }
};

const Register<FrequencyGovernor, Performance> registered{"performance",
                                                          "always the highest operating point"};

}  // namespace
}  // namespace kairos
