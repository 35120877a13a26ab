// Frequency by load in small steps: one step up above a threshold, one step down below another.
//
//   f += step fmax   if load > up_threshold       (to the next point at least that fast)
//   f -= step fmax   if load < down_threshold     (to the next point at least that fast)
//
// This is Linux' cpufreq governor of the same name.
// Example: with points from 0.6 to 2.0 GHz, a cluster at 1.0 GHz under full load and a step of 5 %,
// it requests 1.1, 1.2, ... 2.0 GHz in turn, that is, the points at or above these frequencies.
// How far to trust it: the rule is that of Linux; sampling_down_factor is not modelled.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/governors/frequency_governor.hpp"

namespace kairos {
namespace {

class Conservative final : public FrequencyGovernor {
 public:
  struct Options {
    Duration period = Duration::picoseconds(10'000'000'000);
    double up_threshold = 0.8;
    double down_threshold = 0.2;
    double step = 0.05;

    void describe(Fields& f) {
      f("period", period, "time between two samples of the load").positive();
      f("up_threshold", up_threshold, "load above which the frequency is raised by a step")
          .between(0.0, 1.0);
      f("down_threshold", down_threshold, "load below which the frequency is lowered by a step")
          .between(0.0, 1.0);
      f("step", step, "frequency step as a fraction of the highest frequency").between(1e-3, 1.0);
    }
  };
  explicit Conservative(const Options& options) : options_(options) {}

  [[nodiscard]] std::size_t first_point(const Cluster& /*cluster*/) const override { return 0; }
  [[nodiscard]] Duration period() const override { return options_.period; }
  std::size_t choose(const ClusterSample& sample) override {
    const auto& points = sample.cluster.points;
    const Hertz lowest = points.front().frequency, highest = points.back().frequency;
    if (target_ == Hertz{}) target_ = points[sample.wanted].frequency;
    if (sample.load > options_.up_threshold) {
      target_ = std::min(highest, target_ + highest * options_.step);
    } else if (sample.load < options_.down_threshold) {
      target_ = std::max(lowest, target_ - highest * options_.step);
    }
    return point_at_least(sample.cluster, target_);
  }

 private:
  Options options_;
  Hertz target_;
};

const Register<FrequencyGovernor, Conservative> registered{
    "conservative", "raises and lowers the frequency step by step with the load (as in Linux)"};

}  // namespace
}  // namespace kairos
