// Frequency by the scheduler's own measure of utilisation, with a headroom of a quarter.
//
//   util_e' = util_e y^n + load_e (f_now / fmax) (1 - y^n),   n = passed / 1024 us,   y^32 = 1/2
//   f = 1.25 fmax max over e of util_e,   the next point at least that fast
//
// This is Linux' cpufreq governor of the same name. Every element e of the cluster has its own
// utilisation, which is frequency-invariant and decays by half in 32 ms (PELT). The cluster takes
// the largest of the frequencies that its elements ask for.
// Example: under full load at 2 of 2 GHz from rest, util is 0.191 after 10 ms and 0.5 after 33 ms;
// the governor requests 0.48 and 1.25 GHz. The utilisation of two elements that work in turns for 1
// ms each is 0.5 (f_now / fmax) each, so the governor requests 0.625 f_now: the clock falls, as in
// Linux, although one of the elements is always busy.
//
// An element that is always busy has a utilisation of f_now / fmax in the end. The governor then
// requests 1.25 f_now, so the clock always rises to the top. An element that is busy for less than
// 80 % of the time requests less than f_now. The clock of a closed loop of jobs therefore stays at
// the lowest point if no element is busy for more than 80 % of the time, because each job goes from
// one element to another. It stays there for any length of time: jobs that take longer at a low
// clock do not make any element busier. Linux does the same; only its I/O boost, the migration of a
// task's utilisation with the task, and lower limits of the utilisation (uclamp) mend it. Use
// `performance` for clusters whose driver does not use schedutil, such as GPUs and NPUs.
//
// How far to trust it: the rule and the decay are those of Linux; the tests compare clocks with an
// independent calculation. Linux evaluates the rule at every change of the run queue, at most once
// per rate limit, whereas this governor is asked once per period, and it takes the clock in force
// at the end of a sample for the whole sample. In Linux a task that moves to another CPU takes its
// utilisation with it, here the tasks have none. There is no I/O boost.
#include <cmath>
#include <vector>

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
    const double kept_at_rest = std::exp2(-sample.rested.microseconds() / half_life_us);
    const auto& points = sample.cluster.points;
    const double added = points[sample.point].speed * (1 - kept);
    utilisations_.resize(sample.loads.size());
    double largest = 0;
    for (std::size_t i = 0; i < utilisations_.size(); ++i) {
      utilisations_[i] = utilisations_[i] * kept_at_rest * kept + sample.loads[i] * added;
      largest = std::max(largest, utilisations_[i]);
    }
    return point_at_least(sample.cluster, points.back().frequency * (options_.headroom * largest));
  }

 private:
  Options options_;
  std::vector<double> utilisations_;  ///< Utilisation of every element of the cluster.
};

const Register<FrequencyGovernor, Schedutil> registered{
    "schedutil", "frequency in proportion to utilisation, with headroom (as in Linux)"};

}  // namespace
}  // namespace kairos
