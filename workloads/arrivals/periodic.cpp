// Periodic arrivals: job k arrives at first + k / rate, to the whole picosecond, without drift.
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"
#include "workloads/arrivals/arrival_rate.hpp"

namespace kairos {
namespace {

class Periodic final : public ArrivalProcess {
 public:
  struct Options {
    Hertz rate;
    Duration first;

    void describe(Fields& f) {
      describe_rate(f, rate, "number of jobs per unit of time");
      f("first", first, "time at which the first job arrives").not_negative();
    }
  };
  explicit Periodic(const Options& options) : options_(options) {}

  std::optional<Time> next(const ArrivalState& state, Random&) override {
    const auto k = static_cast<double>(state.arrived);
    return Time(options_.first) +
           whole_picoseconds(k * (picoseconds_per_second / options_.rate.value()));
  }

 private:
  Options options_;
};

const Register<ArrivalProcess, Periodic> registered{"periodic",
                                                    "periodic arrivals: one job every 1/rate"};

}  // namespace
}  // namespace kairos
