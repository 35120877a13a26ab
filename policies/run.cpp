#include "policies/run.hpp"

#include <chrono>

#include "policies/duplicator.hpp"

namespace kairos {
namespace {

class SampledClock {
 public:
  explicit SampledClock(std::uint64_t one_in) : mask_(one_in - 1) {}

  template <class Ask>
  auto time(Ask ask) {
    if ((asked_++ & mask_) != 0) return ask();
    const auto begin = std::chrono::steady_clock::now();
    auto answer = ask();
    sampled_ += std::chrono::steady_clock::now() - begin;
    return answer;
  }
  [[nodiscard]] std::uint64_t asked() const { return asked_; }
  [[nodiscard]] double seconds() const {
    if (asked_ == 0) return 0;
    const std::uint64_t timed = (asked_ + mask_) / (mask_ + 1);
    return std::chrono::duration<double>(sampled_).count() * static_cast<double>(asked_) /
           static_cast<double>(timed);
  }

 private:
  std::uint64_t mask_, asked_ = 0;
  std::chrono::steady_clock::duration sampled_{};
};

}  // namespace

DecisionCount run(Simulator& simulator, Policy& policy, std::uint64_t timed_one_in) {
  return run(simulator, policy, {}, timed_one_in);
}

DecisionCount run(Simulator& simulator, Policy& policy, const std::function<void()>& stepped,
                  std::uint64_t timed_one_in) {
  SampledClock clock(simulator.decision_time().measured > 0 ? 1 : timed_one_in);
  DecisionCount count;
  const SystemView& view = simulator.view();
  policy.begin(view);
  if (auto* duplicator = dynamic_cast<Duplicator*>(&policy)) {
    simulator.ask_for_copies([&clock, &view, duplicator](JobId job) {
      return clock.time([&] { return duplicator->with_copies(view, job); });
    });
  }
  const DecisionTime& decision_time = simulator.decision_time();
  const bool takes_time = decision_time.is_on();
  double charged = 0;  // seconds in the policy that some pass has been charged for
  while (simulator.advance()) {
    if (stepped) stepped();
    const std::uint64_t before = count.decisions;
    while (!view.ready().empty()) {
      const auto decision = clock.time([&] { return policy.decide(view); });
      if (!decision) break;
      simulator.apply(*decision);
      ++count.decisions;
    }
    if (!takes_time || count.decisions == before) continue;
    simulator.end_pass(decision_time.of(count.decisions - before, clock.seconds() - charged));
    charged = clock.seconds();
  }
  simulator.ask_for_copies({});
  count.questions = clock.asked();
  count.policy_seconds = clock.seconds();
  return count;
}

}  // namespace kairos
