// Tests that the processor times of passes are recorded, and that a run can replay them.
#include <chrono>
#include <utility>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/metrics/timeline.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using std::chrono::nanoseconds;

/// The clock of these tests, which only the policy below moves.
nanoseconds now{};
nanoseconds read_now() {
  return now;
}

/// Sends every task to the first element. Decision n takes n + 1 us of processor time, and waiting
/// takes 100 ns.
class Counting final : public Policy {
 public:
  explicit Counting(bool waits_first = false) : waits_first_(waits_first) {}

  std::optional<Decision> decide(const SystemView& view) override {
    if (std::exchange(waits_first_, false)) {
      now += nanoseconds(100);
      return std::nullopt;
    }
    now += nanoseconds(1000) * ++decisions_;
    return Decision{view.ready().front(), ElementId{0}};
  }

 private:
  bool waits_first_;
  int decisions_ = 0;
};

/// Jobs of one task of 10 us arrive at 0, 100 and 200 us.
Scenario three_jobs() {
  return scenario(chip().element("cpu", {{"a", 10_us}}).build(), graph("job").task("a").build(),
                  {0_us, 100_us, 200_us});
}

struct Result {
  DecisionCount count;
  std::vector<Time> starts;
};

Result run_counting(const DecisionTime& decision_time, Counting policy = Counting()) {
  const Scenario s = three_jobs();
  Simulator simulator(s, make_event_backend(s.platform), decision_time);
  Timeline timeline;
  simulator.attach(timeline);
  Result result{run(simulator, policy, {}, 64, read_now), {}};
  for (const TaskFinished& task : timeline.tasks()) result.starts.push_back(task.start);
  return result;
}

DecisionTime measured(double factor) {
  return {{}, {}, factor, {}};
}

DecisionTime replaying(const PassTimes& times, double factor = 1) {
  DecisionTime decision_time = measured(factor);
  decision_time.replayed = std::make_shared<const PassTimes>(times);
  return decision_time;
}

TEST(PassTimes, AreRecordedAndDelayDecisions) {
  const Result result = run_counting(measured(2));
  EXPECT_EQ(result.count.pass_times,
            (PassTimes{nanoseconds(1000), nanoseconds(2000), nanoseconds(3000)}));
  EXPECT_EQ(result.starts, (std::vector<Time>{Time(2_us), Time(104_us), Time(206_us)}));
}

/// The first question is answered with "wait", so the first job is sent with the second one, at 100
/// us. The pass of both takes 0.1 + 1 + 2 us.
TEST(PassTimes, ContainTheTimeOfEarlierQuestions) {
  const Result result = run_counting(measured(1), Counting(true));
  EXPECT_EQ(result.count.pass_times, (PassTimes{nanoseconds(3100), nanoseconds(3000)}));
}

TEST(PassTimes, AreReplayedWhateverTimeThePolicyTakes) {
  const PassTimes times{nanoseconds(500), nanoseconds(7000), nanoseconds(0)};
  const Result result = run_counting(replaying(times, 2));
  EXPECT_EQ(result.starts, (std::vector<Time>{Time(1_us), Time(114_us), Time(200_us)}));
  EXPECT_EQ(result.count.pass_times, times);
}

TEST(PassTimes, OfOneRunGiveTheSameRunAgain) {
  const Result first = run_counting(measured(1));
  const Result again = run_counting(replaying(first.count.pass_times));
  EXPECT_EQ(first.starts, again.starts);
}

TEST(PassTimes, MustHaveOneForEachPass) {
  const nanoseconds some(1000);
  EXPECT_THROW(run_counting(replaying({some, some})), InputError);
  EXPECT_THROW(run_counting(replaying({some, some, some, some})), InputError);
  EXPECT_NO_THROW(run_counting(replaying({some, some, some})));
}

TEST(PassTimes, AreNotRecordedIfTheyDoNotCount) {
  DecisionTime constant{2_us, {}, 0, {}};
  EXPECT_TRUE(run_counting(constant).count.pass_times.empty());
  constant.replayed = std::make_shared<const PassTimes>(PassTimes{nanoseconds(5000)});
  EXPECT_EQ(run_counting(constant).starts.front(), Time(2_us));
}

}  // namespace
}  // namespace kairos
