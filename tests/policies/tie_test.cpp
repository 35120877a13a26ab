// Tests how policies place tasks if there are ties, and tasks of no length.
#include <gtest/gtest.h>

#include "tests/support/later_job.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// x runs on e0 until 5 us. y would finish at 10 us there and also on the slower e1, where it could
/// start at 0 us.
TEST(EarliestTaskFirst, TiesGoToTheLowestElement) {
  Scenario s = scenario(chip()
                            .element("e0", {{"x", 5_us}, {"y", 5_us}})
                            .element("e1", {{"y", 10_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("x").task("y").build());
  for (const char* policy : {"earliest_task_first", "earliest_finish", "min_min"}) {
    const RunResult result = run_with(s, policy);
    EXPECT_EQ(find_task(result, 1).element, ElementId{0}) << policy;
    EXPECT_EQ(find_task(result, 1).start, Time(5_us)) << policy;
  }
}

/// All slots of the first of two elements are busy from 0 to 10 us; at 5 us a task of no length
/// arrives. The second element is idle.
Scenario task_of_no_length(std::uint64_t slots) {
  ChipBuilder builder = chip();
  builder.element("cpu", {{"z", 0_us}, {"w", 10_us}}).slots(slots);
  builder.element("acc", {{"z", 0_us}, {"w", 20_us}}).bandwidth(BytesPerSecond(1e9));
  Scenario s = scenario(builder.build(), graph("long").task("w").build(),
                        std::vector<Duration>(slots, 0_us));
  add_job(s, graph("none").task("z").build(), 5_us);
  return s;
}

TEST(PlanningPolicies, ATaskOfNoLengthWaitsForNothing) {
  for (const std::string name :
       {"heft", "peft", "cpop", "optimal", "annealing", "genetic", "iterated_local_search", "dls",
        "rolling_horizon", "heft_duplication", "earliest_finish"}) {
    for (const std::uint64_t slots : {1U, 2U}) {
      const auto last = static_cast<std::uint32_t>(slots);
      const RunResult result = run_with(task_of_no_length(slots), short_search(name));
      EXPECT_EQ(find_task(result, 0, last).finish, Time(5_us)) << name << ", slots " << slots;
    }
  }
  for (const char* name : {"earliest_finish", "min_min", "max_min", "earliest_task_first"}) {
    Choice<Policy> planned(name);
    planned.options.set("plan", Value::scalar("true"));
    const RunResult result = run_with(task_of_no_length(1), planned);
    EXPECT_EQ(find_task(result, 0, 1).finish, Time(5_us)) << name;
  }
}

}  // namespace
}  // namespace kairos
