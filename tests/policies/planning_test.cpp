// HEFT and CPOP on the canonical graph, and in streams.
#include <gtest/gtest.h>

#include "experiments/static_instance.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Topcuoglu, Hariri, Wu 2002, figure 1 and table 1.
StaticInstance canonical() {
  StaticInstance instance;
  instance.name = "topcuoglu2002";
  instance.tasks = 10;
  instance.elements = 3;
  instance.cost = {{14, 16, 9}, {13, 19, 18}, {11, 13, 19}, {13, 8, 17},  {12, 13, 10},
                   {13, 16, 9}, {7, 15, 11},  {5, 11, 14},  {18, 12, 20}, {21, 7, 16}};
  instance.edges = {{0, 1, 18}, {0, 2, 12}, {0, 3, 9},  {0, 4, 11}, {0, 5, 14},
                    {1, 7, 19}, {1, 8, 16}, {2, 6, 23}, {3, 7, 27}, {3, 8, 23},
                    {4, 8, 13}, {5, 7, 15}, {6, 9, 17}, {7, 9, 11}, {8, 9, 13}};
  instance.bandwidth = {{0, 1, 1}, {1, 0, 1}, {1, 1, 0}};
  return instance;
}

struct Row {
  std::uint32_t task, element;
  double start, finish;
};

void expect_schedule(const std::string& policy, const std::vector<Row>& rows) {
  const StaticInstance instance = canonical();
  const RunResult result = run_with(instance.scenario(), policy);
  for (const Row& row : rows) {
    const TaskFinished& task = find_task(result, row.task);
    const double unit = instance.picoseconds_per_unit();
    EXPECT_EQ(index(task.element), row.element) << policy << " task " << row.task;
    EXPECT_EQ(static_cast<double>(task.start.picoseconds()) / unit, row.start)
        << policy << row.task;
    EXPECT_EQ(static_cast<double>(task.finish.picoseconds()) / unit, row.finish)
        << policy << row.task;
  }
}

TEST(Heft, FindsThePublishedScheduleOfLength80) {
  expect_schedule("heft", {{0, 2, 0, 9},
                           {1, 0, 27, 40},
                           {2, 2, 9, 28},
                           {3, 1, 18, 26},
                           {4, 2, 28, 38},
                           {5, 1, 26, 42},
                           {6, 2, 38, 49},
                           {7, 0, 57, 62},
                           {8, 1, 56, 68},
                           {9, 1, 73, 80}});
}

TEST(Cpop, FindsThePublishedScheduleOfLength86) {
  expect_schedule("cpop", {{0, 1, 0, 16},
                           {1, 1, 16, 35},
                           {2, 0, 28, 39},
                           {3, 2, 25, 42},
                           {4, 1, 35, 48},
                           {5, 2, 42, 51},
                           {6, 0, 39, 46},
                           {7, 2, 54, 68},
                           {8, 1, 65, 77},
                           {9, 1, 79, 86}});
}

/// One element, tasks of 4 us; the second job arrives at 1 us and must wait for the first.
TEST(Planning, PlansAroundWhatIsPromised) {
  const auto s =
      scenario(chip().element("cpu", {{"a", 4_us}, {"b", 4_us}}).build(),
               graph("job").task("a").task("b", {{"a", Bytes(0)}}).build(), {0_us, 1_us});
  const RunResult result = run_with(s, "heft");
  EXPECT_EQ(find_task(result, 1, 0).finish, Time(8_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(8_us));
  EXPECT_EQ(result.end, Time(16_us));
}

/// The first job: a on x [0, 2], b waits for 10 us of data and runs on y [12, 14]. The second job
/// fits into the gap on y: a [0, 2], b [2, 4].
TEST(Planning, TakesGapsBetweenPromises) {
  const auto s =
      scenario(chip()
                   .element("x", {{"a", 2_us}})
                   .element("y", {{"a", 2_us}, {"b", 2_us}})
                   .bandwidth(BytesPerSecond(1e9))
                   .build(),
               graph("job").task("a").task("b", {{"a", Bytes(10'000)}}).build(), {0_us, 0_us});
  const RunResult result = run_with(s, "heft");
  EXPECT_EQ(find_task(result, 1, 0).finish, Time(14_us));
  EXPECT_EQ(find_task(result, 1, 1).finish, Time(4_us));
}

}  // namespace
}  // namespace kairos
