// Frequency by the scheduler's own measure of utilisation, with a headroom of a quarter.
//
//   f = 1.25 fmax util,   the next point at least that fast
//   util' = util y^n + load (f_now / fmax) (1 - y^n),   n = passed / 1024 us,   y^32 = 1/2
//
// This is Linux' cpufreq governor of the same name. The utilisation is frequency-invariant and
// decays by half in 32 ms (PELT).
// Example: under full load at 2 of 2 GHz from rest, util is 0.191 after 10 ms and 0.5 after 33 ms;
// the governor requests 0.48 and 1.25 GHz.
// How far to trust it: the rule and the decay are those of Linux. Linux evaluates the rule at every
// change of the run queue, at most once per rate limit, whereas this governor is asked once per
// period. There is no I/O boost.
#include <cmath>

#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"

namespace kairos {
namespace {

class Schedutil final : public FrequencyGovernor {
 public:
  struct Options {
    Duration period = Duration::picoseconds(1'000'000'000);
    double headroom = 1.25;

    void describe(Fields& f) {
      f("period", period, "time between two samples of the utilisation (the rate limit)")
          .positive();
      f("headroom", headroom, "factor on the utilisation when the frequency is chosen")
          .between(1.0, 10.0);
    }
  };
  explicit Schedutil(const Options& options) : options_(options) {}

  [[nodiscard]] std::size_t first_point(const Cluster& /*cluster*/) const override { return 0; }
  [[nodiscard]] Duration period() const override { return options_.period; }
  std::size_t choose(const ClusterSample& sample) override {
    constexpr double half_life_us = 32 * 1024;
    const double kept = std::exp2(-sample.passed.microseconds() / half_life_us);
    const auto& points = sample.cluster.points;
    utilisation_ = utilisation_ * kept + sample.load * points[sample.point].speed * (1 - kept);
    return point_at_least(sample.cluster,
                          points.back().frequency * (options_.headroom * utilisation_));
  }

 private:
  Options options_;
  double utilisation_ = 0;
};

const Register<FrequencyGovernor, Schedutil> registered{
    "schedutil", "frequency in proportion to utilisation, with headroom (as in Linux)"};

}  // namespace
}  // namespace kairos
