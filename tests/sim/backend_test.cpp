// Tests the contract of both backends (sim/backend/backend.hpp), with numbers worked out by hand.
#include "tests/sim/backend_fixture.hpp"

namespace kairos::testing {
namespace {

using namespace kairos::literals;
using Ends = std::vector<End>;

constexpr LinkId first{0}, second{1}, narrow{2};  // These carry 10, 10 and 4 B/us.

class EveryBackend : public BackendTest {};
class EventBackend : public BackendTest {};

TEST_P(EveryBackend, ComputesForTheWorkAtFullSpeed) {
  compute(1, 0, 10_us);
  EXPECT_EQ(ends(), (Ends{{10_us, 1}}));
}

TEST_P(EveryBackend, ComputesLongerOnASlowElement) {
  speed(0, 0.25);
  compute(1, 0, 10_us);
  compute(2, 1, 10_us);
  EXPECT_EQ(ends(), (Ends{{10_us, 2}, {40_us, 1}}));
}

TEST_P(EveryBackend, StartsWhatComesNextAtTheEndOfTheLast) {
  compute(1, 0, 3_us);
  EXPECT_EQ(next_ends(), (Ends{{3_us, 1}}));
  compute(1, 0, 4_us);
  EXPECT_EQ(ends(), (Ends{{7_us, 1}}));
}

TEST_P(EveryBackend, LetsComputingOnOneElementRunSideBySide) {
  compute(1, 0, 10_us);
  compute(2, 0, 4_us);
  compute(3, 0, 10_us);
  EXPECT_EQ(ends(), (Ends{{4_us, 2}, {10_us, 1}, {10_us, 3}}));
}

TEST_P(EveryBackend, SeesAnEndAtTheNextWholePicosecond) {
  speed(0, 0.3);  // 10 ps / 0.3 = 33.3 ps
  compute(1, 0, 10_ps);
  EXPECT_EQ(ends(), (Ends{{34_ps, 1}}));
}

TEST_P(EveryBackend, ReportsSimultaneousEndsTogetherByAscendingId) {
  compute(7, 0, 10_us);
  compute(3, 1, 10_us);
  transfer(5, 100, {first});
  wake(4, 10_us);
  EXPECT_EQ(next_ends(), (Ends{{10_us, 3}, {10_us, 4}, {10_us, 5}, {10_us, 7}}));
}

TEST_P(EveryBackend, WakesAtTheTimeAskedFor) {
  wake(2, 5_us);
  wake(1, 7_us);
  EXPECT_EQ(ends(), (Ends{{5_us, 2}, {7_us, 1}}));
}

TEST_P(EveryBackend, WakesWithoutDelayWhenTheTimeIsNow) {
  wake(1, 0_us);
  EXPECT_EQ(ends(), (Ends{{0_us, 1}}));
}

TEST_P(EveryBackend, SlowsWhatRunsWhenTheSpeedDrops) {
  compute(1, 0, 10_us);  // 2 us are done; the other 8 us take 16 us.
  compute(2, 1, 10_us);
  pass_until(2_us);
  speed(0, 0.5);
  EXPECT_EQ(ends(), (Ends{{10_us, 2}, {18_us, 1}}));
}

TEST_P(EveryBackend, HastensWhatRunsWhenTheSpeedRises) {
  speed(0, 0.5);
  compute(1, 0, 10_us);  // 2 us are done after 4 us, and 8 us are left.
  pass_until(4_us);
  speed(0, 1);
  EXPECT_EQ(ends(), (Ends{{12_us, 1}}));
}

TEST_P(EveryBackend, StreamsNoFasterThanItComputes) {
  stream(1, 0, 10_us, 20);  // It needs 2 of 10 B/us.
  EXPECT_EQ(ends(), (Ends{{10_us, 1}}));
}

TEST_P(EveryBackend, StreamsNoFasterThanTheLink) {
  stream(1, 0, 2_us, 100);  // It needs 50 B/us, but the link carries only 10.
  EXPECT_EQ(ends(), (Ends{{10_us, 1}}));
}

TEST_P(EveryBackend, SharesMemoryAmongEqualStreams) {
  // The limits are 10, 5 and 2 B/us, so the rates are 4, 4 and 2. At 10 us activity 3 ends; 60 and
  // 10 B are left. At rates of 5 and 5, activity 2 ends at 12 us. 50 B at 10 B/us: activity 1 ends
  // at 17 us.
  stream(1, 0, 10_us, 100);
  stream(2, 1, 10_us, 50);
  stream(3, 2, 10_us, 20);
  EXPECT_EQ(ends(), (Ends{{10_us, 3}, {12_us, 2}, {17_us, 1}}));
}

TEST_P(EveryBackend, SharesMemoryAmongUnequalStreams) {
  // The limits are 10, 2 and 1 B/us, so the rates are 7, 2 and 1. At 10 us activity 3 ends;
  // activity 1 has 30 B left at 8 B/us: 13.75 us.
  stream(1, 0, 10_us, 100);
  stream(2, 1, 20_us, 40);
  stream(3, 2, 10_us, 10);
  EXPECT_EQ(ends(), (Ends{{10_us, 3}, {13'750_ns, 1}, {20_us, 2}}));
}

TEST_P(EveryBackend, TellsThePaceOfItsActivities) {
  // At 7, 2 and 1 B/us, only the first stream waits. A third of the speed limits it to 10 / 3 B/us.
  stream(1, 0, 10_us, 100);
  stream(2, 1, 20_us, 40);
  stream(3, 2, 10_us, 10);
  compute(4, 3, 10_us);
  const auto pace = [this](unsigned id) { return backend->pace(ActivityId{id}); };
  EXPECT_NEAR(pace(1), 0.7, 1e-9);
  EXPECT_EQ(pace(2), 1);
  EXPECT_EQ(pace(3), 1);
  EXPECT_EQ(pace(4), 1);
  speed(0, 1.0 / 3);
  EXPECT_EQ(pace(1), 1);
  speed(0, 1);
  pause(2);
  EXPECT_NEAR(pace(1), 0.9, 1e-9);
  EXPECT_EQ(pace(2), 1);
  resume(2);
  EXPECT_NEAR(pace(1), 0.7, 1e-9);
}

TEST_P(EveryBackend, StreamsSlowerWhenTheSpeedDrops) {
  stream(1, 0, 10_us, 50);  // 5 B/us: 10 B are done, 40 B are left at 2.5 B/us.
  pass_until(2_us);
  speed(0, 0.5);
  EXPECT_EQ(ends(), (Ends{{18_us, 1}}));
}

TEST_P(EveryBackend, StreamsFasterWhenTheSpeedRises) {
  speed(0, 0.5);
  stream(1, 0, 10_us, 50);  // 2.5 B/us: 10 B are done, 40 B are left at 5 B/us.
  pass_until(4_us);
  speed(0, 1);
  EXPECT_EQ(ends(), (Ends{{12_us, 1}}));
}

TEST_P(EveryBackend, SharesALinkEquallyAmongTransfers) {
  transfer(1, 100, {first});  // 50 B are done when 2 ends; then it gets 10 B/us.
  transfer(2, 50, {first});
  EXPECT_EQ(ends(), (Ends{{10_us, 2}, {15_us, 1}}));
}

TEST_P(EveryBackend, LeavesToOthersWhatANarrowLinkKeepsFromAFlow) {
  // Transfer 1 gets 4 B/us and transfer 2 the other 6, which is 60 B in 10 us. Transfer 3 has its
  // link to itself.
  transfer(1, 80, {first, narrow});
  transfer(2, 60, {first});
  transfer(3, 100, {second});
  EXPECT_EQ(ends(), (Ends{{10_us, 2}, {10_us, 3}, {20_us, 1}}));
}

TEST_P(EveryBackend, TransfersSlowerWhenTheBandwidthDrops) {
  transfer(1, 100, {first});  // 20 B of each are done; 80 B are left at 2.5 B/us.
  transfer(2, 100, {first});
  transfer(3, 100, {second});
  pass_until(4_us);
  bandwidth(first, 5);
  EXPECT_EQ(ends(), (Ends{{10_us, 3}, {36_us, 1}, {36_us, 2}}));
}

TEST_P(EveryBackend, TransfersFasterWhenTheBandwidthRises) {
  bandwidth(first, 5);
  transfer(1, 100, {first});  // 20 B are done; 80 B are left at 10 B/us.
  pass_until(4_us);
  bandwidth(first, 10);
  EXPECT_EQ(ends(), (Ends{{12_us, 1}}));
}

TEST_P(EveryBackend, StreamsNoFasterThanTheLinkBecomes) {
  stream(1, 0, 10_us, 50);  // 5 B/us: 10 B; 2 B/us until 12 us: 20 B; the last 20 B at 5 B/us.
  pass_until(2_us);
  bandwidth(first, 2);
  pass_until(12_us);
  bandwidth(first, 8);
  EXPECT_EQ(ends(), (Ends{{16_us, 1}}));
}

TEST_P(EveryBackend, LetsAnotherLinkBecomeTheBottleneck) {
  transfer(1, 80, {first, narrow});  // 4 B/us: 16 B are done; then it has 10 B/us for itself.
  pass_until(4_us);
  bandwidth(narrow, 20);
  EXPECT_EQ(ends(), (Ends{{10'400_ns, 1}}));
}

TEST_P(EveryBackend, FreesTheShareOfAFlowBeforeItsEndIsSeen) {
  // At 5 B/us each, activity 1 ends after 6 2/3 ps. Activity 2 then moves its other half at 10
  // B/us, which takes 10 ps in all. If activity 1 kept its share until 7 ps, activity 2 would end
  // after 10.17 ps, which is reported at 11 ps.
  const double third = 1e-4 / 3;
  transfer(1, third, {first});
  transfer(2, 2 * third, {first});
  EXPECT_EQ(ends(), (Ends{{7_ps, 1}, {10_ps, 2}}));
}

TEST_P(EveryBackend, FreesTheShareOfACancelledTransfer) {
  transfer(1, 100, {first});  // 20 B of each are done; 80 B are left at 10 B/us.
  transfer(2, 100, {first});
  pass_until(4_us);
  EXPECT_NEAR(cancel(2), 0.8, 1e-12);
  EXPECT_EQ(ends(), (Ends{{12_us, 1}}));
}

TEST_P(EveryBackend, ReportsNothingOfWhatItCancelled) {
  compute(1, 0, 10_us);
  stream(2, 1, 10_us, 50);
  wake(3, 20_us);
  pass_until(2500_ns);
  EXPECT_DOUBLE_EQ(cancel(1), 0.75);
  EXPECT_NEAR(cancel(2), 0.75, 1e-12);
  EXPECT_DOUBLE_EQ(cancel(3), 0.875);
  EXPECT_EQ(ends(), Ends{});
}

TEST_P(EveryBackend, CountsWhatASlowElementDidBeforeACancel) {
  speed(0, 0.5);
  compute(1, 0, 10_us);
  pass_until(4_us);
  EXPECT_DOUBLE_EQ(cancel(1), 0.8);
}

TEST_P(EveryBackend, TakesTheIdOfACancelledActivityAgain) {
  compute(1, 0, 10_us);
  pass_until(1_us);
  EXPECT_DOUBLE_EQ(cancel(1), 0.9);
  compute(1, 0, 20_us);
  EXPECT_EQ(ends(), (Ends{{21_us, 1}}));
}

TEST_P(EveryBackend, StopsWhenNothingIsInProgress) {
  compute(1, 0, 1_us);
  ends();
  std::vector<ActivityId> ended{ActivityId{1}};
  EXPECT_EQ(backend->advance(ended), Time::never());
  EXPECT_TRUE(ended.empty());
}

INSTANTIATE_TEST_SUITE_P(Event, EveryBackend, ::testing::Values(Kind::event));
INSTANTIATE_TEST_SUITE_P(Simgrid, EveryBackend, ::testing::Values(Kind::simgrid));

TEST_P(EventBackend, KeepsItsPrecisionOnALongClock) {
  constexpr Duration late = 8'000'000_s;  // This is 93 days.
  pass_until(late);
  stream(1, 0, 10_us, 100);  // The case is that of SharesMemoryAmongUnequalStreams.
  stream(2, 1, 20_us, 40);
  stream(3, 2, 10_us, 10);
  EXPECT_EQ(ends(), (Ends{{late + 10_us, 3}, {late + 13'750_ns, 1}, {late + 20_us, 2}}));
}

INSTANTIATE_TEST_SUITE_P(Event, EventBackend, ::testing::Values(Kind::event));

}  // namespace
}  // namespace kairos::testing
