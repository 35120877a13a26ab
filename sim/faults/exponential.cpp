// Exponential failures: the failure rate is constant, 1 / mtbf, as for electronics in their useful
// life (Barlow and Proschan, Mathematical Theory of Reliability, 1965).
//
//   P(up time > t) = exp(-t / mtbf),   P(repair > t) = exp(-t / mttr)
//
// Example: with mtbf 90 ms and mttr 10 ms an element is up for 90 % of a long run.
// How far to trust it: the process has no memory, so it models neither infant mortality nor
// wear-out (see weibull). It does not model common failures either, such as those of a shared
// supply.
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
      f("mtbf", mtbf, "mean operating time between two failures").required().positive();
      f("mttr", mttr, "mean time to restoration (failures are permanent if absent)").positive();
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

const Register<FaultModel, Exponential> registered{
    "exponential",
    "exponential times between failures: a constant failure rate (Barlow and Proschan 1965)"};

}  // namespace
}  // namespace kairos
