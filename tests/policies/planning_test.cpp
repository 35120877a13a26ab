// Tests HEFT and CPOP on the canonical graph and in streams.
#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/published_graphs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

struct Row {
  std::uint32_t task, element;
  double start, finish;
};

void expect_schedule(const std::string& policy, const std::vector<Row>& rows,
                     const StaticInstance& instance = canonical()) {
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

TEST(Peft, FindsThePublishedScheduleOfLength122) {
  expect_schedule("peft",
                  {{0, 0, 0, 22},
                   {1, 0, 29, 51},
                   {2, 0, 51, 83},
                   {3, 0, 22, 29},
                   {4, 2, 35, 70},
                   {5, 1, 29, 46},
                   {6, 0, 83, 97},
                   {7, 1, 54, 77},
                   {8, 2, 81, 89},
                   {9, 1, 106, 122}},
                  peft_example());
}

/// Tasks take 4 us on one element; the second job arrives at 1 us and must wait for the first.
TEST(Planning, PlansAroundWhatIsPromised) {
  const auto s =
      scenario(chip().element("cpu", {{"a", 4_us}, {"b", 4_us}}).build(),
               graph("job").task("a").task("b", {{"a", Bytes(0)}}).build(), {0_us, 1_us});
  const RunResult result = run_with(s, "heft");
  EXPECT_EQ(find_task(result, 1, 0).finish, Time(8_us));
  EXPECT_EQ(find_task(result, 0, 1).start, Time(8_us));
  EXPECT_EQ(result.end, Time(16_us));
}

/// The first job runs a on x in [0, 2]; b waits for 10 us of data and runs on y in [12, 14]. The
/// second job fits into the gap on y: a in [0, 2], b in [2, 4].
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
