// Weibull failures: the failure rate falls with the time since the last return (shape < 1, infant
// mortality), is constant (shape 1, exponential) or rises (shape > 1, wear-out) (Weibull, J.
// Applied Mechanics 1951).
//
//   P(up time > t) = exp(-(t / scale)^shape),   scale = mtbf / Gamma(1 + 1 / shape)
//   drawn as scale * (-ln(1 - u))^(1 / shape), u uniform in [0, 1);   repairs are exponential
//
// Example: with shape 0.7, typical of large computers (Schroeder and Gibson, IEEE TDSC 2010), 50 %
// of the up times are below 0.47 mtbf; with exponential failures, below 0.69 mtbf.
// How far to trust it: a returned element is as good as new, and elements fail independently,
// whereas failures of large machines come in bursts.
#include <cmath>

#include "sim/base/registry.hpp"
#include "sim/faults/renewal.hpp"

namespace kairos {
namespace {

class Weibull final : public FaultModel {
 public:
  struct Options {
    Duration mtbf;
    double shape = 1;
    std::optional<Duration> mttr;

    void describe(Fields& f) {
      f("mtbf", mtbf, "mean operating time between two failures").required().positive();
      f("shape", shape,
        "shape of the Weibull distribution; below 1 the failure rate falls with time, above 1 it "
        "rises")
          .between(0.2, 20.0);
      f("mttr", mttr, "mean time to restoration (failures are permanent if absent)").positive();
    }
  };
  explicit Weibull(const Options& options)
      : options_(options),
        scale_(static_cast<double>(options.mtbf.picoseconds()) /
               std::tgamma(1 + 1 / options.shape)) {}

  std::optional<Outage> next(Time now, Random& random) override {
    const double up = scale_ * std::pow(random.exponential(1), 1 / options_.shape);
    return renew(now, up, options_.mttr, random);
  }

 private:
  Options options_;
  double scale_;  ///< Scale in picoseconds.
};

const Register<FaultModel, Weibull> registered{
    "weibull",
    "Weibull times between failures: a failure rate that falls or rises with time (Weibull 1951)"};

}  // namespace
}  // namespace kairos
