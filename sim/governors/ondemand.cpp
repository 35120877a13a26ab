// Frequency by load without delay: the highest point above a threshold, in proportion below it.
//
//   f = fmax                         if load > up_threshold
//   f = fmin + load (fmax - fmin)    otherwise, the closest point (the slower one of two)
//
// This is Linux' cpufreq governor of the same name (Pallipadi, Starikovskiy: The ondemand governor,
// Ottawa Linux Symposium 2006). The load is that of the busiest element of the cluster.
// Example: with points from 0.2 to 1.4 GHz in steps of 0.2 GHz and a load of 0.7, f is 1.04 GHz and
// the point at 1.0 GHz is chosen. With a load of 0.76, f is 1.112 GHz and 1.2 GHz is chosen.
// How far to trust it: the rule is that of Linux; the tests compare it with cases computed by hand.
// Linux rounds the load down to whole percents. powersave_bias, sampling_down_factor and io_is_busy
// are not modelled, and fmax stays the highest point while a thermal governor limits the cluster.
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
    const double load = sample.load();
    if (load > options_.up_threshold) return points.size() - 1;
    const Hertz lowest = points.front().frequency;
    return closest_point(sample.cluster, lowest + (points.back().frequency - lowest) * load);
  }

 private:
  Options options_;
};

const Register<FrequencyGovernor, Ondemand> registered{
    "ondemand",
    "highest operating point under high load, else frequency in proportion to load (as in Linux)"};

}  // namespace
}  // namespace kairos
