// A closed system: each of `jobs` clients sends a job, waits until it is done, thinks and sends the
// next one (Lazowska et al., Quantitative System Performance, 1984, chapter 4).
//
//   throughput = jobs / (think + response time)      (interactive response time law)
//
// Think times are fixed or exponential. All clients send their first job at the start. Example: 3
// clients that think for 1 ms and jobs of 1 us give 3 / 1.001 ms = 2,997 jobs per second.
//
// `one_at_a_time` is the job source of SoCRATES (Sung, Ryu, 2021) and DS3: one generator keeps at
// most `jobs` jobs in the system. It sends the next job a think time after there is room and after
// its last job.
#include <queue>
#include <vector>

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
    bool one_at_a_time = false;

    void describe(Fields& f) {
      f("jobs", jobs, "number of clients, which is the largest number of jobs in the system")
          .required()
          .between(1, 1'000'000);
      f("think", think,
        "think time: time from the end of a client's job to the arrival of its next one")
          .not_negative();
      f("random", random, "whether think times are exponentially distributed with mean 'think'");
      f("one_at_a_time", one_at_a_time,
        "whether one generator sends all jobs, each a think time after there is room and after the "
        "last job");
    }
  };
  explicit Closed(const Options& options) : options_(options) {}

  std::optional<Time> next(const ArrivalState& state, Random& random) override {
    const bool has_arrived = state.arrived > seen_;
    seen_ = state.arrived;
    if (state.arrived < options_.jobs) return state.now;
    if (options_.one_at_a_time) {
      if (state.in_system >= options_.jobs) return Time::never();
      return state.now + think(random);
    }
    if (has_arrived && state.arrived > options_.jobs) thinking_.pop();
    while (state.in_system + thinking_.size() < options_.jobs) {
      thinking_.push(state.now + think(random));
    }
    return thinking_.empty() ? Time::never() : thinking_.top();
  }

  [[nodiscard]] bool follows_departures() const override { return !options_.one_at_a_time; }

 private:
  [[nodiscard]] Duration think(Random& random) const {
    if (!options_.random) return options_.think;
    return whole_picoseconds(random.exponential(static_cast<double>(options_.think.picoseconds())));
  }

  Options options_;
  std::uint64_t seen_ = 0;  ///< Number of arrivals at the last call.
  /// The instants at which the thinking clients will send their next job.
  std::priority_queue<Time, std::vector<Time>, std::greater<>> thinking_;
};

const Register<ArrivalProcess, Closed> registered{
    "closed",
    "closed system: every client sends its next job after its previous one has ended (Lazowska et "
    "al. 1984)"};

}  // namespace
}  // namespace kairos
