// Bursts: `size` jobs `gap` apart, burst after burst at `rate`; for example the frames of a camera
// that wakes up, or requests that arrive in batches.
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"

namespace kairos {
namespace {

class Burst final : public ArrivalProcess {
 public:
  struct Options {
    Hertz rate;
    std::uint64_t size = 10;
    Duration gap;
    bool random = false;

    void describe(Fields& f) {
      f("rate", rate, "bursts per unit of time").required().positive();
      f("size", size, "jobs in one burst").at_least(1);
      f("gap", gap, "time between two jobs of a burst").not_negative();
      f("random", random, "bursts start after exponential gaps instead of every 1/rate");
    }
  };
  explicit Burst(const Options& options) : options_(options) {}

  std::optional<Time> next(const ArrivalState& state, Random& random) override {
    const std::uint64_t burst = state.arrived / options_.size;
    const std::uint64_t member = state.arrived % options_.size;
    if (member == 0) start_ = start_of(burst, random);
    const auto offset =
        Duration::picoseconds(options_.gap.picoseconds() * static_cast<std::int64_t>(member));
    return std::max(state.now, start_ + offset);
  }

 private:
  Time start_of(std::uint64_t burst, Random& random) {
    const double gap = picoseconds_per_second / options_.rate.value();
    if (!options_.random) return Time(whole_picoseconds(static_cast<double>(burst) * gap));
    return start_ + whole_picoseconds(random.exponential(gap));
  }

  Options options_;
  Time start_;
};

const Register<ArrivalProcess, Burst> registered{"burst", "groups of jobs, close together"};

}  // namespace
}  // namespace kairos
