// Poisson arrivals: independent, exponentially distributed gaps with mean 1/rate.
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"
#include "workloads/arrivals/arrival_rate.hpp"

namespace kairos {
namespace {

class Poisson final : public ArrivalProcess {
 public:
  struct Options {
    Hertz rate;

    void describe(Fields& f) { describe_rate(f, rate, "mean number of jobs per unit of time"); }
  };
  explicit Poisson(const Options& options)
      : mean_gap_(picoseconds_per_second / options.rate.value()) {}

  std::optional<Time> next(const ArrivalState& state, Random& random) override {
    return state.now + whole_picoseconds(random.exponential(mean_gap_));
  }

 private:
  double mean_gap_;
};

const Register<ArrivalProcess, Poisson> registered{
    "poisson", "Poisson process: exponentially distributed gaps with mean 1/rate"};

}  // namespace
}  // namespace kairos
