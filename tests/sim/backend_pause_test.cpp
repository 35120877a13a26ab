// Tests pauses of activities on both backends, with numbers worked out by hand.
#include "tests/sim/backend_fixture.hpp"

namespace kairos::testing {
namespace {

using namespace kairos::literals;
using Ends = std::vector<End>;

constexpr LinkId first{0};  // It carries 10 B/us.

class PausingBackend : public BackendTest {};

TEST_P(PausingBackend, ComputesNothingDuringAPause) {
  compute(1, 0, 10_us);  // 3 us are done before the pause from 3 to 5 us, and one until 6 us.
  pass_until(3_us);
  pause(1);
  pass_until(5_us);
  resume(1);
  pass_until(6_us);
  pause(1);
  resume(1);
  EXPECT_EQ(ends(), (Ends{{12_us, 1}}));
}

TEST_P(PausingBackend, GoesOnAtTheSpeedAfterAPause) {
  compute(1, 0, 10_us);     // 2 us are done; the other 8 us take 16 us from 4 us on.
  stream(2, 0, 10_us, 50);  // 10 B are done; 40 B are left at 2.5 B/us.
  pass_until(2_us);
  pause(1);
  pause(2);
  speed(0, 0.5);
  pass_until(4_us);
  resume(1);
  resume(2);
  EXPECT_EQ(ends(), (Ends{{20_us, 1}, {20_us, 2}}));
}

TEST_P(PausingBackend, GivesTheShareOfAPausedFlowToOthers) {
  // 20 B of each are done at 4 us. Transfer 1 then has 10 B/us until 8 us, which leaves 40 B of it
  // and 80 B of transfer 2. At 5 B/us each, transfer 1 ends at 16 us, and 40 B of transfer 2 are
  // left at 10 B/us.
  transfer(1, 100, {first});
  transfer(2, 100, {first});
  pass_until(4_us);
  pause(2);
  pass_until(8_us);
  resume(2);
  EXPECT_EQ(ends(), (Ends{{16_us, 1}, {20_us, 2}}));
}

TEST_P(PausingBackend, PutsOffAnAlarmByItsPause) {
  wake(1, 10_us);
  pass_until(4_us);
  pause(1);
  pass_until(9_us);
  resume(1);
  EXPECT_EQ(ends(), (Ends{{15_us, 1}}));
}

TEST_P(PausingBackend, CancelsWhatIsPaused) {
  compute(1, 0, 10_us);
  stream(2, 1, 10_us, 50);
  wake(3, 20_us);
  pass_until(2500_ns);
  for (const unsigned id : {1U, 2U, 3U}) pause(id);
  pass_until(5_us);
  EXPECT_DOUBLE_EQ(cancel(1), 0.75);
  EXPECT_NEAR(cancel(2), 0.75, 1e-12);
  EXPECT_DOUBLE_EQ(cancel(3), 0.875);
  compute(1, 0, 1_us);
  EXPECT_EQ(ends(), (Ends{{6_us, 1}}));
}

TEST_P(PausingBackend, CountsTheWholeOfWhatWasPaused) {
  compute(1, 0, 10_us);
  stream(2, 1, 10_us, 50);
  wake(3, 20_us);
  pass_until(2_us);
  for (const unsigned id : {1U, 2U, 3U}) pause(id);
  pass_until(4_us);
  for (const unsigned id : {1U, 2U, 3U}) resume(id);
  pass_until(6_us);
  EXPECT_NEAR(cancel(1), 0.6, 1e-12);
  EXPECT_NEAR(cancel(2), 0.6, 1e-12);
  EXPECT_NEAR(cancel(3), 0.8, 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Event, PausingBackend, ::testing::Values(Kind::event));
INSTANTIATE_TEST_SUITE_P(Simgrid, PausingBackend, ::testing::Values(Kind::simgrid));

}  // namespace
}  // namespace kairos::testing
