#include "sim/metrics/first_tasks.hpp"

#include <algorithm>

#include <gtest/gtest.h>

#include "tests/support/builders.hpp"

namespace kairos::testing {
namespace {

/// Announces a task that runs from one instant to another, as the simulator would.
void run_task(FirstTasks& first, std::uint32_t job, Duration start, Duration finish) {
  TaskFinished task;
  task.task = {JobId{job}, TaskId{0}};
  task.start = Time(start);
  task.finish = Time(finish);
  first.observe(task.finish, task);
}

/// The task that starts first finishes last.
TEST(FirstTasks, WaitsForTasksThatStartedEarly) {
  FirstTasks first(2);
  for (const Duration start : {1_us, 2_us, 3_us}) {
    first.observe(Time(start), TaskStarted{{JobId{0}, TaskId{0}}, ElementId{0}});
  }
  run_task(first, 1, 2_us, 4_us);
  run_task(first, 2, 3_us, 5_us);
  EXPECT_FALSE(first.is_complete());  // The task that started at 1 us is still running.
  run_task(first, 0, 1_us, 9_us);
  EXPECT_TRUE(first.is_complete());
  ASSERT_EQ(first.tasks().size(), 2U);
  EXPECT_EQ(first.tasks()[0].task.job, JobId{0});
  EXPECT_EQ(first.tasks()[1].task.job, JobId{1});
}

TEST(FirstTasks, DoesNotWaitForTasksThatAreLost) {
  FirstTasks first(1);
  first.observe(Time(1_us), TaskStarted{{JobId{0}, TaskId{0}}, ElementId{0}});
  first.observe(Time(2_us), TaskStarted{{JobId{1}, TaskId{0}}, ElementId{1}});
  run_task(first, 1, 2_us, 4_us);
  EXPECT_FALSE(first.is_complete());
  first.observe(Time(5_us), TaskLost{{JobId{0}, TaskId{0}}, ElementId{0}, Time(1_us), {}});
  run_task(first, 2, 4_us, 6_us);
  EXPECT_TRUE(first.is_complete());
  EXPECT_EQ(first.tasks().front().task.job, JobId{1});
}

/// The result equals that of sorting all tasks of a run by their start.
TEST(FirstTasks, AreThoseOfTheWholeRun) {
  std::vector<Duration> arrivals;
  for (std::int64_t i = 0; i < 200; ++i) arrivals.push_back(Duration::picoseconds(i * 2'000'000));
  const Scenario s =
      scenario(chip()
                   .cluster("cpu", 2, {{"a", 7_us}, {"b", 3_us}})
                   .element("npu", {{"b", 1_us}})
                   .bandwidth(BytesPerSecond(1e9))
                   .build(),
               graph("job").task("a").task("b", {{"a", Bytes(500)}}).build(), arrivals);
  FirstTasks first(50);
  const RunResult result = run_with(s, "earliest_finish", &first);
  std::vector<TaskFinished> all = result.tasks;
  std::ranges::stable_sort(all, {}, &TaskFinished::start);
  ASSERT_TRUE(first.is_complete());
  const std::vector<TaskFinished> kept = first.tasks();
  ASSERT_EQ(kept.size(), 50U);
  for (std::size_t i = 0; i < kept.size(); ++i) {
    EXPECT_EQ(kept[i].task, all[i].task) << i;
    EXPECT_EQ(kept[i].finish, all[i].finish) << i;
  }
}

}  // namespace
}  // namespace kairos::testing
