// Exponential failures: a constant failure rate 1 / mtbf, as of electronics in their useful life
// (Barlow and Proschan, Mathematical Theory of Reliability, 1965).
//
//   P(up time > t) = exp(-t / mtbf),   P(repair > t) = exp(-t / mttr)
//
// Example: with mtbf 90 ms and mttr 10 ms an element is up for 90 % of a long run.
// How far to trust it: no memory, so it knows neither infant mortality nor wear-out (weibull), nor
// failures that come together, such as those of a shared supply.
#include "sim/base/registry.hpp"
#include "sim/faults/renewal.hpp"

namespace kairos {
namespace {

class Exponential final : public FaultModel {
 public:
  struct Options {
    Duration mtbf;
    std::optional<Duration> mttr;

    void describe(Fields& f) {
      f("mtbf", mtbf, "mean operating time between failures").required().positive();
      f("mttr", mttr, "mean time to restoration (it never returns if absent)").positive();
    }
  };
  explicit Exponential(const Options& options) : options_(options) {}

  std::optional<Outage> next(Time now, Random& random) override {
    const double up = random.exponential(static_cast<double>(options_.mtbf.picoseconds()));
    return renew(now, up, options_.mttr, random);
  }

 private:
  Options options_;
};

const Register<FaultModel, Exponential> registered{"exponential", "at a constant failure rate"};

}  // namespace
}  // namespace kairos
