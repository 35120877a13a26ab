// Tests the durations of tasks of a plan that run beside others for a part of their time.
#include "policies/planning/planned_contention.hpp"

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

BytesPerSecond gb(double rate) {
  return BytesPerSecond(rate * 1e9);
}

/// Two elements with one memory, on which the second one obtains 16 of 20 GB/s beside the first.
Platform contended() {
  Platform platform =
      chip().element("gpu", {{"g", 1_ms}}).element("dla", {{"d", 4_ms}}).bandwidth(gb(1)).build();
  Contention contention;
  ContentionTable& table = contention.table.emplace();
  table.own = table.others = {gb(20), gb(40)};
  table.obtained = {{gb(18), gb(16)}, {gb(38), gb(36)}};
  Link memory{"dram", gb(100)};
  memory.contention = std::make_shared<const Contention>(contention);
  platform.interconnect.links.push_back(memory);
  for (Cluster& cluster : platform.clusters) cluster.memory_route = {LinkId{0}};
  return platform;
}

const MemoryUse gpu_task{ElementId{0}, Bytes(400e6), gb(40)};
const MemoryUse dla_task{ElementId{1}, Bytes(80e6), gb(20)};  // 4 ms alone, 5 ms beside the other

/// The other task runs from 2 to 4 ms.
class PlannedContentionTest : public ::testing::Test {
 protected:
  PlannedContentionTest() { planned.place({gpu_task, Time(2_ms), Time(4_ms)}); }

  Platform platform = contended();
  ForeseenContention foreseen{platform};
  PlannedContention planned{foreseen, {}};
};

TEST_F(PlannedContentionTest, ATaskBesideNoneTakesItsOwnTime) {
  EXPECT_EQ(planned.duration(dla_task, 4_ms, Time(4_ms)), 4_ms);
  EXPECT_EQ(planned.duration(dla_task, 4_ms, Time(10_ms)), 4_ms);
  planned.undo();
  EXPECT_EQ(planned.duration(dla_task, 4_ms, Time(2_ms)), 4_ms);
}

// From 2 to 4 ms it does two fifths of its work, and the rest in 2.4 ms.
TEST_F(PlannedContentionTest, ATaskIsSlowedOnlyWhileTheOtherRuns) {
  EXPECT_EQ(planned.duration(dla_task, 4_ms, Time(2_ms)), 4400_us);
  // One fifth from 3 to 4 ms, the rest in 3.2 ms.
  EXPECT_EQ(planned.duration(dla_task, 4_ms, Time(3_ms)), 4200_us);
  // A quarter from 1 to 2 ms, two fifths until 4 ms, and 35 % in 1.4 ms.
  EXPECT_EQ(planned.duration(dla_task, 4_ms, Time(1_ms)), 4400_us);
  // A task that takes 1 ms longer than its traffic, such as for its launch, still does.
  EXPECT_EQ(planned.duration(dla_task, 5_ms, Time(2_ms)), 5400_us);
}

TEST_F(PlannedContentionTest, ATaskBesideAnotherAllTheTimeTakesWhatItObtains) {
  planned.place({gpu_task, Time(4_ms), Time(20_ms)});
  EXPECT_EQ(planned.duration(dla_task, 4_ms, Time(2_ms)), 5_ms);
}

TEST_F(PlannedContentionTest, TasksWithoutTrafficAreNotSlowed) {
  EXPECT_EQ(planned.duration({ElementId{1}, {}, {}}, 4_ms, Time(2_ms)), 4_ms);
}

}  // namespace
}  // namespace kairos
