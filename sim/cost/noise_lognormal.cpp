// Lognormal noise: factor = exp(s N(0, 1) - s^2 / 2), with mean 1 and a tail to the right.
//
// Example: with s = 0.3 the standard deviation is 0.31, and 0.7 % of the times exceed twice the
// nominal time.
// How far to trust it: a tail to the right is realistic for most programs, but tasks are drawn
// independently, whereas real tasks tend to be slow at the same time.
#include <cmath>
#include <map>

#include "sim/base/registry.hpp"
#include "sim/cost/noise_model.hpp"

namespace kairos {
namespace {

class Lognormal final : public NoiseModel {
 public:
  struct Options {
    double sigma = 0.1;
    std::map<std::string, double> kernels;

    void describe(Fields& f) {
      f("sigma", sigma, "standard deviation of the logarithm of the factor on execution times")
          .between(0.0, 3.0);
      f("kernels", kernels, "sigmas of single kernels, by kernel, instead of 'sigma'");
    }
  };
  explicit Lognormal(const Options& options) : options_(options) {}

  [[nodiscard]] double factor(const Task& task, Random random) const override {
    const auto own = options_.kernels.find(task.kernel);
    const double sigma = own == options_.kernels.end() ? options_.sigma : own->second;
    return std::exp(sigma * random.normal() - sigma * sigma / 2);
  }

 private:
  Options options_;
};

const Register<NoiseModel, Lognormal> registered{
    "lognormal", "lognormal factor of mean 1 on execution times, skewed to the right"};

}  // namespace
}  // namespace kairos
