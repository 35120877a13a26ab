// Tests runs on many threads, on few and on none, and the estimate of the remaining time.
#include "experiments/execute/executor.hpp"

#include <atomic>
#include <fstream>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/execute/time_left.hpp"

namespace kairos {
namespace {

RunRecord numbered(std::size_t index) {
  RunRecord record;
  record.key.index = index;
  return record;
}

TEST(Executor, HandsOverEveryRunOnce) {
  for (const std::size_t workers : {1U, 3U, 100U}) {
    std::vector<int> times(500);
    execute(times.size(), workers, numbered, [&](RunRecord&& r) { ++times[r.key.index]; });
    for (const int n : times) EXPECT_EQ(n, 1);
  }
}

TEST(Executor, StopsAtAnErrorAndThrowsItAgain) {
  std::atomic<std::size_t> begun{0};
  const auto run = [&](std::size_t i) {
    ++begun;
    if (i == 5) throw std::logic_error("the fifth");
    return numbered(i);
  };
  EXPECT_THROW(execute(100'000, 2, run, [](RunRecord&&) {}), std::logic_error);
  EXPECT_LT(begun, 100'000U);
}

/// The workers are ahead of the caller and wait for it when it gives up.
TEST(Executor, StopsWhenTheCallerGivesUp) {
  std::atomic<std::size_t> begun{0};
  const auto run = [&](std::size_t i) {
    ++begun;
    return numbered(i);
  };
  std::size_t taken = 0;
  const auto finished = [&](RunRecord&&) {
    if (++taken == 3) throw std::logic_error("the disk is full");
  };
  EXPECT_THROW(execute(100'000, 2, run, finished), std::logic_error);
  EXPECT_LT(begun, 1'000U);
}

/// Runs in a process that may not have more memory and therefore no more threads.
int finished_without_threads() {
  std::ifstream statistics("/proc/self/statm");
  std::size_t pages = 0;
  statistics >> pages;
  const auto size = pages * static_cast<std::size_t>(sysconf(_SC_PAGESIZE)) + (2U << 20U);
  const rlimit small{size, size};
  setrlimit(RLIMIT_AS, &small);
  int finished = 0;
  try {
    execute(20, 8, numbered, [&](RunRecord&&) { ++finished; });
  } catch (...) {
    return 99;
  }
  return finished;
}

TEST(Executor, WorksOnWithoutThreads) {
  const pid_t child = fork();
  if (child == 0) _exit(finished_without_threads());
  int status = -1;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 20);
}

TEST(TimeLeft, KnowsWhatPoliciesCost) {
  TimeLeft left({{"heft", 10}, {"annealing", 2}});
  EXPECT_EQ(left.after(5), 0) << "nothing is known";
  left.finish("heft", 1);
  // 9 runs of heft and 2 of unknown cost are left, and each is estimated as 1 s. 1 s of work took
  // 0.5 s on two threads.
  EXPECT_DOUBLE_EQ(left.after(0.5), 11 * 0.5);
  left.finish("annealing", 101);
  // 9 s + 101 s of work are left, and 102 s of work took 51 s.
  EXPECT_DOUBLE_EQ(left.after(51), 110.0 / 2);
}

TEST(TimeLeft, LearnsFromRunsOfAnEarlierCall) {
  TimeLeft left({{"heft", 4}, {"annealing", 2}});
  left.learn("annealing", 50, 3);
  left.finish("heft", 1);
  EXPECT_DOUBLE_EQ(left.after(1), 3 + 2 * 50);
}

}  // namespace
}  // namespace kairos
