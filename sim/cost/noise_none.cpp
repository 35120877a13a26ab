// No noise: every execution takes its nominal time.
//
// Example: a task of 10 us takes 10 us.
// How far to trust it: real execution times vary; see lognormal.
#include "sim/base/registry.hpp"
#include "sim/cost/noise_model.hpp"

namespace kairos {
namespace {

class NoNoise final : public NoiseModel {
 public:
  [[nodiscard]] double factor(const Task&, Random) const override { return 1; }
  [[nodiscard]] bool is_silent() const override { return true; }
};

const Register<NoiseModel, NoNoise> registered{
    "none", "no noise: every task takes its nominal execution time"};

}  // namespace
}  // namespace kairos
