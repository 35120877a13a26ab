// Tests passes of the scheduler that interrupt a task of their host, with numbers worked out by
// hand.
#include <array>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/metrics/timeline.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/metrics.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Passes of 2 us on the first element, which interrupt it.
DecisionTime interrupting() {
  DecisionTime time{2_us, {}, 0, ElementId{0}};
  time.interrupts = true;
  return time;
}

RunResult run_on_host(const Scenario& s, Policy& policy, Probe* probe = nullptr) {
  Simulator simulator(s, make_event_backend(s.platform), interrupting());
  Timeline timeline;
  simulator.attach(timeline);
  if (probe != nullptr) simulator.attach(*probe);
  run(simulator, policy);
  RunResult result{timeline.tasks(), simulator.view().now(), {}, {}};
  for (const ElementId e : ids<ElementId>(s.platform.elements.size())) {
    result.element_energy.push_back(simulator.energy().of_element(e));
  }
  result.integral = simulator.energy().integral();
  return result;
}

RunResult run_on_host(const Scenario& s, const std::string& policy = "first_come") {
  return run_on_host(s, *Choice<Policy>(policy).make());
}

/// A task takes 10 us on each of these elements, which draw 1 W while they are busy.
ChipBuilder cores(std::uint64_t count) {
  return chip().cluster("cpu", count, {{"a", 10_us}}).bandwidth(BytesPerSecond(1e9));
}

Scenario jobs_at(const ChipBuilder& builder, const std::vector<Duration>& arrivals) {
  return scenario(builder.build(), graph("job").task("a").build(), arrivals);
}

/// The first pass runs from 0 to 2 us and the second from 5 to 7 us, in the middle of the first
/// task. The task ends at 14 us, and its energy is that of 10 us. The host is busy until 14 us.
TEST(HostInterrupts, PauseTheTaskForTheTimeOfThePass) {
  const Scenario s = jobs_at(cores(2), {0_us, 5_us});
  const RunResult result = run_on_host(s);
  EXPECT_EQ(find_task(result, 0, 0).start, Time(2_us));
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(14_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(7_us));
  EXPECT_EQ(result.end, Time(17_us));
  EXPECT_NEAR(find_task(result, 0, 0).energy.value(), 10e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[0].value(), 14e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[1].value(), 10e-6, 1e-15);
  EXPECT_NEAR(result.integral.value(), 24e-6, 1e-15);
}

/// Without interruptions the second pass waits for 7 us. Utilisation counts the slot of a paused
/// task once.
TEST(HostInterrupts, LeaveNoWaitForTheHost) {
  const Scenario s = jobs_at(cores(2), {0_us, 5_us});
  const MetricOf of{.policy = "first_come", .decision_time = interrupting()};
  EXPECT_EQ(metric(s, "decision_wait_s", of), 0);
  EXPECT_EQ(metric(s, "decision_wait_max_s", of), 0);
  EXPECT_NEAR(metric(s, "utilisation", of).value(), (14.0 + 10) / 34, 1e-12);
  MetricOf waiting = of;
  waiting.decision_time.interrupts = false;
  EXPECT_NEAR(metric(s, "decision_wait_s", waiting).value(), 3.5e-6, 1e-15);
}

/// The passes requested at 5 and 6 us run from 5 to 7 and from 7 to 9 us, so the first task runs
/// from 2 to 5 and from 9 to 16 us. The last pass has waited for 1 us.
TEST(HostInterrupts, LetPassesFollowEachOther) {
  const Scenario s = jobs_at(cores(3), {0_us, 5_us, 6_us});
  const RunResult result = run_on_host(s);
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(16_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(7_us));
  EXPECT_EQ(find_task(result, 0, 2).start, Time(9_us));
  EXPECT_NEAR(find_task(result, 0, 0).energy.value(), 10e-6, 1e-15);
  const MetricOf of{.policy = "first_come", .decision_time = interrupting()};
  EXPECT_NEAR(metric(s, "decision_wait_s", of).value(), 1e-6 / 3, 1e-15);
}

/// One element has two slots. The pass at 5 us takes the free one, and the pass at 8 us pauses the
/// first task, which ends at 14 us. Tasks that run together share the energy:
///
///   job 0: 3 until 5 us, 1 until 7 us, 0.5 until 8 us, 2 from 10 to 14 us
///   job 1: 0.5 until 8 us, 1 until 10 us, 2 until 14 us, 1.5 until 17 us
TEST(HostInterrupts, AreNotNeededIfASlotIsFree) {
  const RunResult result =
      run_on_host(jobs_at(cores(1).slots(2), {0_us, 5_us, 8_us}), "earliest_finish");
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(14_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(7_us));
  EXPECT_EQ(find_task(result, 0, 1).finish, Time(17_us));
  EXPECT_EQ(find_task(result, 0, 2).start, Time(14_us));
  EXPECT_NEAR(find_task(result, 0, 0).energy.value(), 6.5e-6, 1e-15);
  EXPECT_NEAR(find_task(result, 0, 1).energy.value(), 5e-6, 1e-15);
  EXPECT_NEAR(find_task(result, 0, 2).energy.value(), 8.5e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[0].value(), 24e-6, 1e-15);
}

/// The first task has 7 us left at 5 us. From 6 us on the clock is half as fast, so it takes 14 us
/// from 7 us on.
TEST(HostInterrupts, FollowTheClock) {
  Scenario s = jobs_at(cores(2), {0_us, 5_us});
  s.incidents.push_back({Time(6_us), Incident::Kind::point, ClusterId{0}, 0, {}});
  EXPECT_EQ(find_task(run_on_host(s), 0, 0).finish, Time(21_us));
}

/// The first task is launched from 2 to 6 us, but the pass takes 2 us of this time.
TEST(HostInterrupts, PauseASetUp) {
  ChipBuilder builder = cores(2);
  builder.last().overheads.launch = 4_us;
  EXPECT_EQ(find_task(run_on_host(jobs_at(builder, {0_us, 5_us})), 0, 0).finish, Time(18_us));
}

/// A kernel draws 0.5 W on top of its element while it computes, but not while it is paused.
TEST(HostInterrupts, PauseTheEnergyOfAKernel) {
  ChipBuilder builder = cores(2);
  builder.last().kernel_energy = {{"a", Joules(5e-6)}};
  const RunResult result = run_on_host(jobs_at(builder, {0_us, 5_us}));
  EXPECT_NEAR(find_task(result, 0, 0).energy.value(), 15e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[0].value(), 14e-6 + 5e-6, 1e-15);
}

/// The first task starts at 2 us and is paused at once, by the pass of three jobs, until 4 us. The
/// three tasks run as a batch from 14 us on, which takes 0.6 * 10 + 0.4 * 30 = 18 us. A pass pauses
/// it from 20 to 22 us, so it ends at 34 us.
TEST(HostInterrupts, PauseABatch) {
  ChipBuilder builder = chip();
  builder.element("cpu", {{"a", 10_us}});
  builder.last().overheads.batching = {4, 0.6};
  const Scenario s = jobs_at(builder, {0_us, 2_us, 2_us, 2_us, 20_us});
  const RunResult result = run_on_host(s, "earliest_finish");
  EXPECT_EQ(find_task(result, 0, 0).start, Time(2_us));
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(14_us));
  for (const std::uint32_t job : {1U, 2U, 3U}) {
    EXPECT_EQ(find_task(result, 0, job).finish, Time(34_us)) << job;
    EXPECT_NEAR(find_task(result, 0, job).energy.value(), 6e-6, 1e-15) << job;
  }
}

/// The host fails at 6 us, during the pass. Its task is lost, sent again by a pass from 7 to 9 us,
/// and runs until 19 us on the third element.
TEST(HostInterrupts, SurviveAFailureOfTheHost) {
  Scenario s = jobs_at(cores(3), {0_us, 5_us});
  s.incidents.push_back({Time(6_us), Incident::Kind::failure, {}, 0, ElementId{0}});
  const RunResult result = run_on_host(s);
  EXPECT_EQ(find_task(result, 0, 1).start, Time(7_us));
  EXPECT_EQ(find_task(result, 0, 0).start, Time(9_us));
  EXPECT_EQ(result.end, Time(19_us));
  EXPECT_NEAR(find_task(result, 0, 0).energy.value(), 10e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[0].value(), 6e-6, 1e-15);
  EXPECT_NEAR(result.integral.value(), 26e-6, 1e-15);
}

/// Sends job n to element n, and notes when the first element is expected to be free.
class Watching final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    free_at.push_back(view.free_at(ElementId{0}));
    const TaskRef task = view.ready().front();
    return Decision{task, static_cast<ElementId>(index(task.job))};
  }

  std::vector<Time> free_at;
};

TEST(HostInterrupts, AreAPartOfWhatPoliciesExpect) {
  Watching policy;
  run_on_host(jobs_at(cores(3), {0_us, 5_us, 6_us}), policy);
  EXPECT_EQ(policy.free_at, (std::vector<Time>{Time(0_us), Time(12_us), Time(14_us)}));
}

/// Sends the jobs to the elements 0, 1, 0 and 2. Job 2 interrupts job 0, which then goes to element
/// 1.
class Interrupting final : public Policy {
 public:
  std::optional<Decision> decide(const SystemView& view) override {
    constexpr std::array elements{0U, 1U, 0U, 2U};
    const TaskRef task = view.ready().front();
    const std::size_t job = index(task.job);
    Decision decision{task, static_cast<ElementId>(job == 0 && sent_ > 0 ? 1 : elements[job])};
    if (job == 2) decision.place = 0;
    ++sent_;
    return decision;
  }

 private:
  int sent_ = 0;
};

class Preempted final : public Probe {
 public:
  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskPreempted>(); }
  void observe(Time now, Event event) override {
    at = now;
    preempted = *event.as<TaskPreempted>();
  }

  Time at;
  TaskPreempted preempted;
};

/// Job 0 runs from 2 to 5 us. Passes from 5 to 7, 7 to 9 and 9 to 11 us pause it. The second of
/// them sends job 2, which takes the slot from job 0 at 9 us. The third goes on in the free slot,
/// and so does a pass from 11 to 13 us, which sends job 0 again. Job 2 runs from 13 us on, and job
/// 0 needs another 7 us after job 1.
TEST(HostInterrupts, LetATaskBeInterruptedWhileItIsPaused) {
  ChipBuilder builder = cores(3);
  builder.last().preemption = {Interruptible::any, {}, {}, Resumption::keeps};
  Interrupting policy;
  Preempted probe;
  const RunResult result = run_on_host(jobs_at(builder, {0_us, 5_us, 6_us, 8_us}), policy, &probe);
  EXPECT_EQ(probe.at, Time(9_us));
  EXPECT_NEAR(probe.preempted.left, 0.7, 1e-12);
  EXPECT_NEAR(probe.preempted.energy.value(), 3e-6, 1e-15);
  EXPECT_EQ(find_task(result, 0, 2).start, Time(13_us));
  EXPECT_EQ(find_task(result, 0, 3).start, Time(11_us));
  EXPECT_EQ(find_task(result, 0, 0).start, Time(17_us));
  EXPECT_EQ(result.end, Time(24_us));
  EXPECT_NEAR(find_task(result, 0, 0).energy.value(), 10e-6, 1e-15);
  EXPECT_NEAR(result.element_energy[0].value(), 23e-6, 1e-15);
}

/// Every policy finishes all jobs while both elements, one of which is the host, fail and return.
TEST(HostInterrupts, AreBorneByEveryPolicyUnderFailures) {
  std::vector<Duration> arrivals;
  arrivals.reserve(30);
  for (int i = 0; i < 30; ++i) arrivals.push_back(Duration::picoseconds(i * 6'000'000LL));
  Scenario s = jobs_at(cores(2), arrivals);
  for (std::uint32_t i = 0; i < 4; ++i) {
    const Time at(Duration::picoseconds(30'000'000LL * (i + 1) + 1'234'567));
    const ElementId element{i % 2};
    s.incidents.push_back({at, Incident::Kind::failure, {}, 0, element});
    s.incidents.push_back({at + 9_us, Incident::Kind::repair, {}, 0, element});
  }
  for (const std::string& policy : Registry<Policy>::names()) {
    EXPECT_EQ(run_on_host(s, *short_search(policy).make()).tasks.size(), 30U) << policy;
  }
}

}  // namespace
}  // namespace kairos
