// Gaussian noise, as used by DS3 and SoCRATES: factor = 1 + s N(0, 1), but not below a floor.
//
// Example: with s = 0.1, two thirds of the times are within 10 % of the nominal time.
// How far to trust it: real execution times are skewed to the right; see lognormal.
#include <algorithm>
#include <map>

#include "sim/base/registry.hpp"
#include "sim/cost/noise_model.hpp"

namespace kairos {
namespace {

class Gaussian final : public NoiseModel {
 public:
  struct Options {
    double deviation = 0.1;
    double floor = 0.05;
    std::map<std::string, double> kernels;

    void describe(Fields& f) {
      f("deviation", deviation, "standard deviation as a fraction of the nominal execution time")
          .not_negative();
      f("floor", floor,
        "smallest factor on the nominal execution time; smaller ones are raised to it")
          .between(1e-6, 1.0);
      f("kernels", kernels,
        "standard deviations of single kernels, by kernel, instead of 'deviation'");
    }
  };
  explicit Gaussian(const Options& options) : options_(options) {}

  [[nodiscard]] double factor(const Task& task, Random random) const override {
    const auto own = options_.kernels.find(task.kernel);
    const double deviation = own == options_.kernels.end() ? options_.deviation : own->second;
    return std::max(options_.floor, 1 + deviation * random.normal());
  }

 private:
  Options options_;
};

const Register<NoiseModel, Gaussian> registered{
    "gaussian", "factor 1 + s N(0,1) on execution times, at least 'floor'"};

}  // namespace
}  // namespace kairos
