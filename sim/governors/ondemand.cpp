// Frequency by load without delay: the highest point above a threshold, in proportion below it.
//
//   f = fmax                         if load > up_threshold
//   f = fmin + load (fmax - fmin)    otherwise, the next point at least that fast
//
// This is Linux' cpufreq governor of the same name (Pallipadi, Starikovskiy: The ondemand governor,
// Ottawa Linux Symposium 2006). The load is that of the busiest element of the cluster.
// Example: with points from 0.6 to 2.0 GHz in steps of 0.2 GHz and a load of 0.5, f is 1.3 GHz and
// the point at 1.4 GHz is chosen.
// How far to trust it: the rule is that of Linux; powersave_bias and io_is_busy are not modelled.
#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"

namespace kairos {
namespace {

class Ondemand final : public FrequencyGovernor {
 public:
  struct Options {
    Duration period = Duration::picoseconds(10'000'000'000);
    double up_threshold = 0.8;

    void describe(Fields& f) {
      f("period", period, "time between two samples of the load").positive();
      f("up_threshold", up_threshold, "load above which the highest operating point is chosen")
          .between(0.0, 1.0);
    }
  };
  explicit Ondemand(const Options& options) : options_(options) {}

  [[nodiscard]] std::size_t first_point(const Cluster& /*cluster*/) const override { return 0; }
  [[nodiscard]] Duration period() const override { return options_.period; }
  std::size_t choose(const ClusterSample& sample) override {
    const auto& points = sample.cluster.points;
    if (sample.load > options_.up_threshold) return points.size() - 1;
    const Hertz lowest = points.front().frequency;
    return point_at_least(sample.cluster,
                          lowest + (points.back().frequency - lowest) * sample.load);
  }

 private:
  Options options_;
};

const Register<FrequencyGovernor, Ondemand> registered{
    "ondemand",
    "highest operating point under high load, else frequency in proportion to load (as in Linux)"};

}  // namespace
}  // namespace kairos
