// Tests interruptions: when tasks are interrupted, what they cost, what is left of a task, and the
// policies that interrupt.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "tests/support/auditor.hpp"
#include "tests/support/later_job.hpp"
#include "tests/support/random_scenario.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A job of 10 ms without a deadline at 0, and one of 2 ms with a deadline of 3 ms at 4 ms, on one
/// element with this kind of preemption.
Scenario urgent_job(const Preemption& preemption) {
  ChipBuilder builder = chip();
  builder.element("gpu", {{"long", 10_ms}, {"short", 2_ms}});
  builder.last().preemption = preemption;
  Scenario s = scenario(builder.build(), graph("slow").task("long").build());
  add_job(s, graph("urgent").task("short").build(), 4_ms);
  s.workload.applications[ApplicationId{1}].deadline = 3_ms;
  return s;
}

/// The times in milliseconds at which the jobs of urgent_job() finish: the slow one, the urgent
/// one.
std::pair<double, double> ends(const Scenario& s, const std::string& policy = "edf_preemptive") {
  const RunResult result = run_with(s, policy);
  return {find_task(result, 0, 0).finish.microseconds() / 1000,
          find_task(result, 0, 1).finish.microseconds() / 1000};
}

Preemption at_any(Duration cost = {}, Resumption resume = Resumption::keeps) {
  return {Interruptible::any, cost, {}, resume};
}

TEST(Preemption, AnUrgentTaskInterruptsARunningOne) {
  EXPECT_EQ(ends(urgent_job({})), std::pair(10.0, 12.0));
  EXPECT_EQ(ends(urgent_job({Interruptible::none, {}, {}, {}})), std::pair(10.0, 12.0));
  EXPECT_EQ(ends(urgent_job(at_any())), std::pair(12.0, 6.0));
  for (const char* policy : {"fixed_priority", "least_laxity_preemptive"}) {
    EXPECT_EQ(ends(urgent_job(at_any()), policy), std::pair(12.0, 6.0)) << policy;
  }
  EXPECT_EQ(ends(urgent_job(at_any()), "edf"), std::pair(10.0, 12.0));
}

TEST(Preemption, AnInterruptionCostsTimeOnce) {
  EXPECT_EQ(ends(urgent_job(at_any(1_ms))), std::pair(13.0, 7.0));
}

TEST(Preemption, ATaskThatRestartsLosesItsWork) {
  EXPECT_EQ(ends(urgent_job(at_any({}, Resumption::restarts))), std::pair(16.0, 6.0));
}

// The long task writes a checkpoint of 500 us after every 3 ms: at 3.5 and 7 ms. It is interrupted
// at 7 ms, with 4 ms left, and then writes one more checkpoint.
TEST(Preemption, ATaskMayBeInterruptedAtItsNextCheckpointOnly) {
  Scenario s = urgent_job({Interruptible::checkpoint, {}, {}, Resumption::keeps});
  EXPECT_THROW(run_with(s, "edf_preemptive"), InputError);
  s.faults.checkpoint = {3_ms, 500_us};
  EXPECT_EQ(ends(s), std::pair(13.5, 9.0));
}

// The interrupted task draws its 10 W s in two parts; the switch of 1 ms is part of the urgent
// task.
TEST(Preemption, EnergyIsThatOfBothParts) {
  const Scenario s = urgent_job(at_any(1_ms));
  const RunResult result = run_with(s, "edf_preemptive");
  EXPECT_NEAR(find_task(result, 0, 0).energy.value(), 0.010, 1e-12);
  EXPECT_NEAR(find_task(result, 0, 1).energy.value(), 0.003, 1e-12);
  EXPECT_NEAR(result.integral.value(), 0.013, 1e-12);
}

// Tasks of 3 and 2 ms take turns of 1 ms: a b a b a.
TEST(Preemption, TasksTakeTurns) {
  ChipBuilder builder = chip();
  builder.element("cpu", {{"a", 3_ms}, {"b", 2_ms}});
  builder.last().preemption = at_any();
  Scenario s = scenario(builder.build(), graph("one").task("a").build());
  add_job(s, graph("two").task("b").build(), 0_us);
  const RunResult result = run_with(s, "time_slice");
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(5_ms));
  EXPECT_EQ(find_task(result, 0, 1).finish, Time(4_ms));
}

// The quantum counts from the end of an interruption, so it may be shorter than one.
TEST(Preemption, TurnsMayBeShorterThanTheCostOfAnInterruption) {
  ChipBuilder builder = chip();
  builder.element("cpu", {{"a", 30_us}, {"b", 20_us}});
  builder.last().preemption = at_any(20_us);
  Scenario s = scenario(builder.build(), graph("one").task("a").build());
  add_job(s, graph("two").task("b").build(), 0_us);
  Choice<Policy> policy("time_slice");
  policy.options.set("quantum", Value::scalar("10 us"));
  const RunResult result = run_with(s, policy);
  // a 10, switch 20, b 10, switch 20, a 10, switch 20, b 10, a 10
  EXPECT_EQ(find_task(result, 0, 1).finish, Time(100_us));
  EXPECT_EQ(find_task(result, 0, 0).finish, Time(110_us));
}

TEST(Preemption, APolicyMayOnlyDoWhatTheClusterAllows) {
  const auto refused = [](const Preemption& preemption, std::uint32_t place) {
    const Scenario s = urgent_job(preemption);
    Simulator simulator(s, make_event_backend(s.platform));
    simulator.advance();
    Decision decision{.task = {JobId{0}, TaskId{0}}, .element = ElementId{0}};
    decision.place = place;
    try {
      simulator.apply(decision);
    } catch (const std::logic_error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(refused({Interruptible::none, {}, {}, {}}, Decision::in_front),
              HasSubstr("cannot be overtaken"));
  EXPECT_EQ(refused({}, Decision::in_front), "");
  EXPECT_THAT(refused({}, 0), HasSubstr("cannot be interrupted"));
  EXPECT_THAT(refused(at_any(), 0), HasSubstr("no task runs in the slot"));
}

// Decisions take effect 1 ms after the urgent job has arrived at 4 ms.
TEST(Preemption, AnInterruptionTakesEffectAtTheEndOfThePass) {
  const Scenario s = urgent_job(at_any());
  DecisionTime time;
  time.constant = 1_ms;
  Simulator simulator(s, make_event_backend(s.platform), time);
  class Starts final : public Probe {
   public:
    [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskStarted>(); }
    void observe(Time now, Event /*event*/) override { at.push_back(now.microseconds() / 1000); }
    std::vector<double> at;
  } starts;
  simulator.attach(starts);
  run(simulator, *Choice<Policy>("edf_preemptive").make());
  EXPECT_THAT(starts.at, ElementsAre(1, 5, 8));
}

// Liu and Layland's example: tasks of 2 of every 5 ms and of 4 of every 7 ms use 97 % of one
// element. Fixed priorities miss deadlines; EDF and least laxity miss none.
TEST(Preemption, EdfMeetsDeadlinesThatFixedPrioritiesMiss) {
  const auto misses = [](const std::string& policy) {
    ChipBuilder builder = chip();
    builder.element("cpu", {{"a", 2_ms}, {"b", 4_ms}});
    builder.last().preemption = at_any();
    Scenario s = scenario(builder.build(), graph("often").task("a").build());
    add_job(s, graph("seldom").task("b").build(), 0_us);
    const std::array periods{5, 7};
    for (const StreamId stream : ids<StreamId>(2)) {
      Choice<ArrivalProcess> process("periodic");
      const std::string period = std::to_string(periods[index(stream)]) + " ms";
      process.options.set("period", Value::scalar(period));
      s.workload.streams[stream].arrivals = process;
      s.workload.streams[stream].until = Time(350_ms);
      s.workload.streams[stream].jobs.reset();
      Codec<Duration>::read(Value::scalar(period), s.workload.streams[stream].deadline.emplace());
    }
    class Misses final : public Probe {
     public:
      [[nodiscard]] EventSet wants() const override { return EventSet::of<JobFinished>(); }
      void observe(Time now, Event event) override {
        if (now > event.as<JobFinished>()->job.deadline) ++count;
      }
      int count = 0;
    } probe;
    static_cast<void>(run_with(s, policy, &probe));
    return probe.count;
  };
  EXPECT_EQ(misses("edf_preemptive"), 0);
  EXPECT_EQ(misses("least_laxity_preemptive"), 0);
  EXPECT_GT(misses("fixed_priority"), 0);
}

TEST(Preemption, EstimatesCountOnlyTheWorkThatIsLeft) {
  const Scenario s = urgent_job(at_any());
  Simulator simulator(s, make_event_backend(s.platform));
  const auto policy = Choice<Policy>("edf_preemptive").make();
  Duration left;
  run(simulator, *policy, [&] {
    const SystemView& view = simulator.view();
    if (view.now() == Time(6_ms) && !view.ready().empty()) {
      left = view.duration({JobId{0}, TaskId{0}}, ElementId{0});
    }
  });
  EXPECT_EQ(left, 6_ms);
}

TEST(Preemption, RandomInterruptionsLoseNoWork) {
  std::uint64_t interruptions = 0;
  for (std::uint64_t seed = 1; seed <= 3'000; ++seed) {
    Scenario s = RandomScenario(seed).get();
    for (Cluster& cluster : s.platform.clusters) {
      const bool at_checkpoint = s.faults.checkpoint.is_on() && seed % 3 == 0;
      cluster.preemption = {at_checkpoint ? Interruptible::checkpoint : Interruptible::any,
                            seed % 2 == 0 ? 500_ns : 0_ns,
                            {},
                            seed % 5 == 0 ? Resumption::restarts : Resumption::keeps};
    }
    const std::int64_t deadline = 1'000'000LL * static_cast<std::int64_t>(5 + seed % 30);
    s.workload.streams.front().deadline = Duration::picoseconds(deadline);
    Choice<Policy> policy(seed % 2 == 0 ? "least_laxity_preemptive" : "time_slice");
    // A task that restarts must be able to end within a quantum.
    policy.options.set("quantum", Value::scalar(seed % 5 == 0 ? "40 us" : "2 us"));
    Auditor auditor(s, false);
    try {
      const RunResult result = run_with(s, policy, &auditor);
      Joules energy;
      for (const Joules of_element : result.element_energy) energy += of_element;
      EXPECT_NEAR(energy.value(), result.integral.value(), 1e-9 * result.integral.value());
    } catch (const std::exception& error) {
      FAIL() << "seed " << seed << ": " << error.what();
    }
    ASSERT_EQ(auditor.complaint(), "") << "seed " << seed;
    const auto& trace = *s.workload.streams.front().arrivals->options.find("times");
    ASSERT_TRUE(auditor.is_all_done(trace.items.size())) << "seed " << seed;
    interruptions += auditor.interruptions();
  }
  EXPECT_GT(interruptions, 3'000U);
}

}  // namespace
}  // namespace kairos
