// Tests the messages about gangs that can never start.
#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/run.hpp"
#include "sim/base/error.hpp"
#include "tests/support/gangs_on_chips.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::HasSubstr;

std::string complaint(const Scenario& s) {
  try {
    static_cast<void>(run_with(s, "earliest_finish"));
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

Scenario on_one_cluster(const std::function<void(ClusterConfig&)>& change, std::uint64_t count) {
  ChipBuilder builder = chip();
  builder.cluster("cpu", count, {{"a", 1_us}, {"b", 1_us}});
  change(builder.last());
  return scenario(builder.bandwidth(any_rate).build(),
                  GangGraph("job").member("g", "a").member("g", "b").build());
}

TEST(GangCheck, RefuseClustersThatBatchOrInterruptTasks) {
  EXPECT_EQ(complaint(on_one_cluster([](ClusterConfig&) {}, 2)), "nothing");
  EXPECT_THAT(
      complaint(on_one_cluster([](ClusterConfig& c) { c.overheads.batching.up_to = 4; }, 2)),
      HasSubstr("gang 'g' of application 'job' may run on cluster 'cpu', which runs tasks "
                "in batches, but a member of a gang cannot be in a batch; leave out"));
  EXPECT_THAT(
      complaint(on_one_cluster([](ClusterConfig& c) { c.preemption.at = Interruptible::any; }, 2)),
      HasSubstr("whose tasks may be interrupted"));
}

TEST(GangCheck, RefuseMemoriesOfLimitedSize) {
  PlatformConfig config;
  config.name = "chip";
  ClusterConfig cluster;
  cluster.name = cluster.kind = "cpu";
  cluster.slots = 2;
  cluster.kernels = {{"a", 1_us}, {"b", 1_us}};
  cluster.memory = {"dram"};
  config.clusters = {cluster};
  MemoryConfig dram;
  dram.name = "dram";
  dram.bandwidth = any_rate;
  config.memory = {dram};
  const auto graph = GangGraph("job").member("g", "a").member("g", "b").build();
  EXPECT_EQ(complaint(scenario(config.build(), graph)), "nothing");
  config.memory.front().size = Bytes(1e9);
  EXPECT_THAT(complaint(scenario(config.build(), graph)), HasSubstr("whose memory has a 'size'"));
}

TEST(GangCheck, RefuseToBeLargerThanThePlatform) {
  EXPECT_THAT(complaint(on_one_cluster([](ClusterConfig&) {}, 1)),
              HasSubstr("gang 'g' of application 'job' has 2 members, but platform 'chip' can run "
                        "only 1 of them at the same time"));
}

/// Both members are faster on x, even one after the other.
TEST(GangCheck, RefuseMoreMembersOnAnElementThanItHasSlots) {
  const Scenario s = scenario(chip()
                                  .element("x", {{"a", 1_us}, {"b", 1_us}})
                                  .element("y", {{"a", 9_us}, {"b", 9_us}})
                                  .bandwidth(any_rate)
                                  .build(),
                              GangGraph("job").member("g", "a").member("g", "b").build());
  EXPECT_THAT(complaint(s),
              HasSubstr("gang 'g' of job 0 ('job') can never start: 2 of its members, "
                        "one of them task 'a', were sent to 'x', which runs 1 at a "
                        "time"));
}

TEST(GangCheck, SayWhichMemberAPolicyHoldsBack) {
  const Scenario s = on_two_sides(GangGraph("job").member("g", "a").member("g", "b"));
  Simulator simulator(s, make_event_backend(s.platform));
  ASSERT_TRUE(simulator.advance());
  simulator.apply({{JobId{0}, TaskId{0}}, ElementId{0}});
  ASSERT_TRUE(simulator.advance()) << "the policy is asked again after the 4 us that a takes";
  EXPECT_EQ(simulator.view().now(), Time(4_us));
  EXPECT_TRUE(simulator.view().is_idle(ElementId{0}));
  try {
    static_cast<void>(simulator.advance());
    FAIL() << "the gang waits for ever";
  } catch (const InputError& error) {
    EXPECT_THAT(
        error.what(),
        HasSubstr("gang 'g' of job 0 ('job') can never start at 4 us: task 'a' waits on 'x' "
                  "for task 'b', which the policy holds back"));
  }
}

}  // namespace
}  // namespace kairos
