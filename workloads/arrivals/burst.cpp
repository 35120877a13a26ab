// Bursts: `size` jobs arrive `gap` apart, and bursts start at `rate`. Examples are the frames of a
// camera that wakes up, or requests that arrive in batches.
//
//   job m of burst k arrives at start(k) + m gap,   start(k) = k / rate, or after exponential gaps
//
// Bursts that last longer than 1 / rate overlap, and their jobs arrive in the order of time.
// Example: bursts of 3 jobs 50 ms apart at 10 /s arrive at 0, 50, 100, 100, 150, 200, 200 ms ...
#include <queue>
#include <tuple>
#include <vector>

#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"
#include "workloads/arrivals/arrival_rate.hpp"

namespace kairos {
namespace {

/// Returns a sum of times, or Time::never() if the sum exceeds the range of Time.
Time later(Time time, double picoseconds) {
  const auto room = static_cast<double>((Time::never() - time).picoseconds());
  if (!(picoseconds < room * (1 - 1e-15))) return Time::never();
  return time + whole_picoseconds(picoseconds);
}

class Burst final : public ArrivalProcess {
 public:
  struct Options {
    ArrivalRate rate;
    std::uint64_t size = 10;
    Duration gap;
    bool random = false;

    void describe(Fields& f) {
      rate.describe(f, "number of bursts per unit of time");
      f("size", size, "number of jobs in one burst").at_least(1);
      f("gap", gap, "time between two jobs of a burst").not_negative();
      f("random", random,
        "whether the gaps between bursts are exponentially distributed instead of 1/rate");
    }
    void check(const SourceLocation& where) const { rate.check(where); }
  };
  explicit Burst(const Options& options) : options_(options) {}

  [[nodiscard]] double jobs_at_once() const override { return static_cast<double>(options_.size); }

  std::optional<Time> next(const ArrivalState& /*state*/, Random& random) override {
    if (bursts_ == 0) start_next(random);
    while (running_.empty() || next_start_ <= running_.top().next) {
      if (next_start_ == Time::never()) throw_time_overflow();
      running_.push({next_start_, bursts_, options_.size});
      start_next(random);
    }
    Running burst = running_.top();
    running_.pop();
    const Time arrival = burst.next;
    if (arrival == Time::never()) throw_time_overflow();
    if (--burst.left > 0) {
      burst.next = later(arrival, static_cast<double>(options_.gap.picoseconds()));
      running_.push(burst);
    }
    return arrival;
  }

 private:
  /// A burst that has begun and has jobs left.
  struct Running {
    Time next;
    std::uint64_t number = 0, left = 0;

    bool operator>(const Running& other) const {
      return std::tie(next, number) > std::tie(other.next, other.number);
    }
  };

  void start_next(Random& random) {
    if (options_.random) {
      next_start_ = bursts_ == 0 ? later(Time{}, random.exponential(options_.rate.mean_gap()))
                                 : later(next_start_, random.exponential(options_.rate.mean_gap()));
    } else {
      next_start_ = later(Time{}, static_cast<double>(bursts_) * options_.rate.mean_gap());
    }
    ++bursts_;
  }

  Options options_;
  Time next_start_;
  std::uint64_t bursts_ = 0;  ///< Number of bursts whose start is known.
  std::priority_queue<Running, std::vector<Running>, std::greater<>> running_;
};

const Register<ArrivalProcess, Burst> registered{
    "burst", "bursts: groups of 'size' jobs that arrive 'gap' apart"};

}  // namespace
}  // namespace kairos
