// Periodic arrivals: job k arrives at first + k * period, or at first + k / rate to the whole
// picosecond, without drift.
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"
#include "workloads/arrivals/arrival_rate.hpp"

namespace kairos {
namespace {

class Periodic final : public ArrivalProcess {
 public:
  struct Options {
    ArrivalRate rate;
    std::optional<Duration> period;
    Duration first;

    void describe(Fields& f) {
      rate.describe(f, "number of jobs per unit of time");
      f("period", period, "time between two jobs, instead of 'rate'").positive();
      f("first", first, "time at which the first job arrives").not_negative();
    }
    void check(const SourceLocation& where) const {
      if (!period) return rate.check(where);
      if (!rate.rate && !rate.load) return;
      throw InputError(where,
                       "periodic arrivals have a 'period' and a 'rate' or 'load'; leave one of "
                       "them out");
    }
  };
  explicit Periodic(const Options& options) : options_(options) {}

  std::optional<Time> next(const ArrivalState& state, Random&) override {
    const auto k = static_cast<double>(state.arrived);
    const double period = options_.period ? static_cast<double>(options_.period->picoseconds())
                                          : options_.rate.mean_gap();
    return Time(options_.first) + whole_picoseconds(k * period);
  }

 private:
  Options options_;
};

const Register<ArrivalProcess, Periodic> registered{
    "periodic", "periodic arrivals: one job every 'period', or every 1/rate"};

}  // namespace
}  // namespace kairos
