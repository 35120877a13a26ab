// A closed system: at most `jobs` jobs at a time. It is filled at the start; afterwards a job
// enters `think` after there is room (fixed, or exponential with that mean), one at a time.
//
// The job source of SoCRATES (Sung et al.) and of DS3's waiting generator.
#include "sim/base/registry.hpp"
#include "workloads/arrival_process.hpp"

namespace kairos {
namespace {

class Closed final : public ArrivalProcess {
 public:
  struct Options {
    std::uint64_t jobs = 1;
    Duration think;
    bool random = false;

    void describe(Fields& f) {
      f("jobs", jobs, "how many jobs are in the system at most").required().between(1, 1'000'000);
      f("think", think, "time from room for a job to its arrival").not_negative();
      f("random", random, "think times are exponential with mean 'think'");
    }
  };
  explicit Closed(const Options& options) : options_(options) {}

  std::optional<Time> next(const ArrivalState& state, Random& random) override {
    if (state.arrived < options_.jobs) return state.now;
    if (state.in_system >= options_.jobs) return Time::never();
    if (!options_.random) return state.now + options_.think;
    return state.now +
           whole_picoseconds(random.exponential(static_cast<double>(options_.think.picoseconds())));
  }

 private:
  Options options_;
};

const Register<ArrivalProcess, Closed> registered{"closed", "at most so many jobs in the system"};

}  // namespace
}  // namespace kairos
