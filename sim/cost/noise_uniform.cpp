// Uniform noise: factor = 1 + w (1 - 2 U), U uniform in [0, 1), so that no factor is zero.
//
// The factors lie between 1 - w and 1 + w, have mean 1 and the standard deviation w / sqrt(3).
//
// Example: with w = 0.3 the standard deviation is 0.17, and no time exceeds 1.3 times the nominal
// time.
// How far to trust it: real execution times have a tail, which this model cuts off; see lognormal.
// It fits where only the bounds of a time are known.
#include <algorithm>
#include <map>

#include "sim/base/registry.hpp"
#include "sim/cost/noise_model.hpp"

namespace kairos {
namespace {

bool are_widths(const std::map<std::string, double>& kernels) {
  return std::ranges::all_of(kernels, [](const auto& k) { return 0 <= k.second && k.second <= 1; });
}

class Uniform final : public NoiseModel {
 public:
  struct Options {
    double width = 0.1;
    std::map<std::string, double> kernels;

    void describe(Fields& f) {
      f("width", width, "largest deviation as a fraction of the nominal execution time")
          .between(0.0, 1.0);
      f("kernels", kernels, "widths of single kernels, by kernel, instead of 'width'")
          .must(are_widths, "widths between 0 and 1");
    }
  };
  explicit Uniform(const Options& options) : options_(options) {}

  [[nodiscard]] double factor(const Task& task, Random random) const override {
    const auto own = options_.kernels.find(task.kernel);
    const double width = own == options_.kernels.end() ? options_.width : own->second;
    return 1 + width * (1 - 2 * random.uniform());
  }

 private:
  Options options_;
};

const Register<NoiseModel, Uniform> registered{
    "uniform", "uniformly distributed factor of mean 1 on execution times, at most 'width' away"};

}  // namespace
}  // namespace kairos
