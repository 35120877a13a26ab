// Tests that runs that would never end are stopped with an error that says why.
#include "sim/engine/overruns.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::HasSubstr;

/// The message with which a run is refused, or an empty text if it ends.
std::string refusal(const Scenario& s, const std::string& policy = "first_come") {
  try {
    run_with(s, policy);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

Choice<FaultModel> failing_every(const std::string& mtbf) {
  Choice<FaultModel> model("exponential");
  model.options.set("mtbf", Value::scalar(mtbf));
  model.options.set("mttr", Value::scalar("1 us"));
  return model;
}

/// A task of 1 s on an element that fails every 20 ms would have to be started e^50 times.
TEST(Overruns, ATaskThatIsLostForEverEndsTheRun) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 1'000_ms}}).build(), graph("job").task("a").build());
  s.faults.processes.push_back(
      {FaultProcess::Effect::failure, ElementId{0}, {}, 0, failing_every("20 ms"), 0});
  EXPECT_THAT(refusal(s), HasSubstr("task 'a' of job 0 ('job') cannot finish"));
  s.faults.checkpoint = {5_ms, 1_us};
  EXPECT_EQ(refusal(s), "");
}

TEST(Overruns, ATaskThatIsAlwaysWrongEndsTheRun) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 1_us}}).build(), graph("job").task("a").build());
  s.faults.errors.push_back({1, Hertz{}});
  EXPECT_THAT(refusal(s), HasSubstr("cannot finish"));
}

/// Data that take 1 s to arrive cannot reach an element that fails every 20 ms.
TEST(Overruns, DataThatNeverArriveEndTheRun) {
  Scenario s = scenario(chip()
                            .element("x", {{"a", 1_us}})
                            .element("y", {{"b", 1_us}})
                            .shared_link(BytesPerSecond(1e6))
                            .build(),
                        graph("job").task("a").task("b", {{"a", Bytes(1e6)}}).build());
  s.faults.processes.push_back(
      {FaultProcess::Effect::failure, ElementId{1}, {}, 0, failing_every("20 ms"), 0});
  EXPECT_THAT(refusal(s), HasSubstr("task 'b' of job 0 ('job') cannot finish"));
}

/// A governor is asked every picosecond while a task of a second runs.
TEST(Overruns, InstantsWithoutProgressEndTheRun) {
  const Scenario s =
      scenario(chip().element("cpu", {{"a", 1_us}}).build(), graph("job").task("a").build());
  Overruns overruns(s);
  const auto pass_idle = [&](std::uint64_t instants) {
    for (std::uint64_t i = 0; i < instants; ++i) overruns.pass_instant(true, Time(1_us));
  };
  pass_idle(Overruns::most_idle_instants);
  overruns.pass_instant(false, Time(1_us));
  pass_idle(Overruns::forgiven);
  EXPECT_THROW(pass_idle(1), InputError);
}

TEST(Overruns, CheckpointsWithoutEndAreRefused) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 1'000_ms}}).build(), graph("job").task("a").build());
  s.faults.checkpoint = {Duration::picoseconds(1), {}};
  EXPECT_THAT(refusal(s), HasSubstr("make 'checkpoint.every' longer than 1 ps"));
}

/// Jobs of 10 us arrive every 5 us. After the 20th arrival, at 95 us, 11 jobs are in the system.
TEST(Overruns, ABacklogBeyondItsLimitEndsTheRun) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 10_us}}).build(), graph("job").task("a").build());
  Stream& stream = s.workload.streams.front();
  stream.arrivals = Choice<ArrivalProcess>("periodic");
  stream.arrivals->options.set("rate", Value::scalar("200 /ms"));
  stream.until = Time(100_ms);
  s.max_backlog = 10;
  const std::string message = refusal(s);
  EXPECT_THAT(message, HasSubstr("the 11 jobs in the system at 95 us have 11 tasks"));
  EXPECT_THAT(message, HasSubstr("raise 'max_backlog'"));
  stream.until = Time(90_us);
  EXPECT_EQ(refusal(s), "");
}

TEST(Overruns, OneJobIsAlwaysAdmitted) {
  Scenario s = scenario(chip().element("cpu", {{"a", 1_us}, {"b", 1_us}}).build(),
                        graph("job").task("a").task("b").build());
  s.max_backlog = 1;
  EXPECT_EQ(refusal(s), "");
}

/// Each job leaves at the instant at which it arrives, and its client sends the next.
TEST(Overruns, ArrivalsThatDoNotAdvanceEndTheRun) {
  Scenario s =
      scenario(chip().element("cpu", {{"a", 0_us}}).build(), graph("job").task("a").build());
  Stream& stream = s.workload.streams.front();
  stream.arrivals = Choice<ArrivalProcess>("closed");
  stream.arrivals->options.set("jobs", Value::scalar("1"));
  stream.until = Time(1_ms);
  s.max_backlog = 1000;
  EXPECT_THAT(refusal(s), HasSubstr("time does not advance"));
}

}  // namespace
}  // namespace kairos
