// Tests that agents of a shared memory reach the bandwidths measured for them alone and together,
// on both backends.
#include "tests/sim/backend_fixture.hpp"

namespace kairos::testing {
namespace {

using namespace kairos::literals;
using Ends = std::vector<End>;

class SharedMemory : public BackendTest {
 protected:
  /// Starts traffic of an agent of phone_memory(), as much as `rate` GB/s move in a millisecond.
  void load(unsigned id, const std::string& agent, double rate) const {
    transfer(id, rate * 1e6, memory_route(agent));
  }
};

TEST_P(SharedMemory, GivesOneAgentItsCap) {
  load(1, "gpu", 43.3);
  EXPECT_EQ(ends(), (Ends{{1_ms, 1}}));
  load(1, "npu", 42);
  EXPECT_EQ(ends(), (Ends{{2_ms, 1}}));
}

TEST_P(SharedMemory, GivesTwoAgentsTheirJointRate) {
  load(1, "gpu", 29.75);
  load(2, "npu", 29.75);  // This makes 59.5 in all.
  EXPECT_EQ(ends(), (Ends{{1_ms, 1}, {1_ms, 2}}));
}

TEST_P(SharedMemory, GivesAllAgentsWhatTheMemoryAchieves) {
  load(1, "cpu", 61.9 / 3);
  load(2, "gpu", 61.9 / 3);
  load(3, "npu", 61.9 / 3);
  EXPECT_EQ(ends(), (Ends{{1_ms, 1}, {1_ms, 2}, {1_ms, 3}}));
}

TEST_P(SharedMemory, GivesAgentsWithoutAJointRateTheWhole) {
  load(1, "cpu", 61.9 / 2);
  load(2, "gpu", 61.9 / 2);
  EXPECT_EQ(ends(), (Ends{{1_ms, 1}, {1_ms, 2}}));
}

TEST_P(SharedMemory, LetsTheOtherHaveWhatAnAgentLeaves) {
  load(1, "gpu", 29.75);
  load(2, "npu", 29.75 + 42);  // It is alone from 1 ms on, at its own cap.
  EXPECT_EQ(ends(), (Ends{{1_ms, 1}, {2_ms, 2}}));
}

INSTANTIATE_TEST_SUITE_P(Event, SharedMemory, ::testing::Values(Kind::event));
INSTANTIATE_TEST_SUITE_P(Simgrid, SharedMemory, ::testing::Values(Kind::simgrid));

}  // namespace
}  // namespace kairos::testing
