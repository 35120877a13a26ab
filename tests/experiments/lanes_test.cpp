#include "experiments/charts/lanes.hpp"

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos::testing {
namespace {

Occupation on(std::uint32_t element, Duration start, Duration finish) {
  return {ElementId{element}, Time(start), Time(finish)};
}

TEST(Lanes, ReuseTheFirstThatIsFree) {
  const std::vector tasks{on(0, 2_us, 5_us), on(1, 6_us, 9_us), on(1, 7_us, 8_us),
                          on(1, 8_us, 9_us)};
  const std::vector clusters{ClusterId{0}, ClusterId{1}};
  const Lanes lanes = assign_lanes(tasks, clusters);
  EXPECT_EQ(lanes.of_task, (std::vector<std::size_t>{0, 1, 2, 2}));
  EXPECT_EQ(lanes.rows.size(), 3U);
}

TEST(Lanes, StandByClusterAndIdleElementsHaveOne) {
  const std::vector clusters{ClusterId{1}, ClusterId{0}, ClusterId{1}};
  const Lanes lanes = assign_lanes({}, clusters);
  ASSERT_EQ(lanes.rows.size(), 3U);
  EXPECT_EQ(lanes.rows[0].element, ElementId{1});
  EXPECT_EQ(lanes.rows[1].element, ElementId{0});
  EXPECT_EQ(lanes.rows[2].element, ElementId{2});
}

}  // namespace
}  // namespace kairos::testing
