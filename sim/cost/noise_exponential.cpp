// Exponential noise: factor = -ln(1 - U), U uniform in [0, 1), with mean 1 and deviation 1.
//
// Execution times are then exponentially distributed and have the nominal time as their mean, as in
// the queueing models M/M/1 and M/M/c (Kleinrock, Queueing Systems 1, 1975).
//
// Example: 37 % of the times exceed the nominal time, and 1.8 % exceed four times that.
// How far to trust it: the times of most programs vary far less, and hardly any has times close to
// zero. Use it to compare runs with formulas; see lognormal.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/cost/noise_model.hpp"

namespace kairos {
namespace {

class Exponential final : public NoiseModel {
 public:
  struct Options {
    std::vector<std::string> kernels;

    void describe(Fields& f) { f("kernels", kernels, "kernels whose times vary; all if empty"); }
  };
  explicit Exponential(const Options& options) : options_(options) {}

  [[nodiscard]] double factor(const Task& task, Random random) const override {
    if (!varies(task.kernel)) return 1;
    return std::max(smallest, random.exponential(1));
  }

 private:
  /// Replaces a factor of zero, which is drawn once in 2^53 times. All others are larger.
  static constexpr double smallest = 0x1p-54;

  [[nodiscard]] bool varies(const std::string& kernel) const {
    return options_.kernels.empty() ||
           std::ranges::find(options_.kernels, kernel) != options_.kernels.end();
  }

  Options options_;
};

const Register<NoiseModel, Exponential> registered{
    "exponential", "exponentially distributed factor of mean 1 on execution times"};

}  // namespace
}  // namespace kairos
