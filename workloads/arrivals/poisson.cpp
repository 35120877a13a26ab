// Poisson arrivals: independent, exponentially distributed gaps with mean 1/rate.
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"
#include "workloads/arrivals/arrival_rate.hpp"

namespace kairos {
namespace {

class Poisson final : public ArrivalProcess {
 public:
  struct Options {
    ArrivalRate rate;

    void describe(Fields& f) { rate.describe(f, "mean number of jobs per unit of time"); }
    void check(const SourceLocation& where) const { rate.check(where); }
  };
  explicit Poisson(const Options& options) : rate_(options.rate) {}

  std::optional<Time> next(const ArrivalState& state, Random& random) override {
    return state.now + whole_picoseconds(random.exponential(rate_.mean_gap()));
  }

 private:
  ArrivalRate rate_;
};

const Register<ArrivalProcess, Poisson> registered{
    "poisson", "Poisson process: exponentially distributed gaps with mean 1/rate"};

}  // namespace
}  // namespace kairos
