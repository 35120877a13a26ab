// Frequency by load in small steps: one step up above a threshold, one step down below another.
//
//   f += step fmax   if load > up_threshold       (to the fastest point with at most f)
//   f -= step fmax   if load < down_threshold     (to the slowest point with at least f)
//
// This is Linux' cpufreq governor of the same name. Between the thresholds, the point stays. For
// every period in which the governor was not asked because the cluster was idle, f falls by a step.
// Example: with points from 0.6 to 2.0 GHz in steps of 0.2 GHz and a step of 5 %, f of a cluster at
// 1.0 GHz under full load becomes 1.1, 1.2, 1.3 GHz in turn; the points are 1.0, 1.2 and 1.2 GHz.
// If the cluster is then idle, f becomes 1.2 and 1.1 GHz, and the point stays at 1.2 GHz.
// How far to trust it: the rule is that of Linux; the tests compare it with cases computed by hand.
// sampling_down_factor is not modelled.
#include <algorithm>
#include <cmath>

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
    // Whole hertz can be added without rounding, so that f meets the frequencies of points exactly.
    const Hertz step(std::round((highest * options_.step).value()));
    if (target_ == Hertz{}) target_ = points[sample.wanted].frequency;
    target_ = std::max(lowest, target_ - step * periods_in(sample.rested));
    const double load = sample.load();
    if (load > options_.up_threshold) {
      target_ = std::min(highest, target_ + step);
      return point_at_most(sample.cluster, target_);
    }
    if (load < options_.down_threshold) {
      target_ = std::max(lowest, target_ - step);
      return point_at_least(sample.cluster, target_);
    }
    return sample.wanted;
  }

 private:
  [[nodiscard]] double periods_in(Duration rested) const {
    return static_cast<double>(rested.picoseconds() / options_.period.picoseconds());
  }

  Options options_;
  Hertz target_;
};

const Register<FrequencyGovernor, Conservative> registered{
    "conservative", "raises and lowers the frequency step by step with the load (as in Linux)"};

}  // namespace
}  // namespace kairos
