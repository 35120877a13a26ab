// Tests processes that receive a text and answer it, many at a time, and signals to them.
#include "experiments/processes/child_process.hpp"

#include <chrono>
#include <csignal>
#include <thread>

#include <gtest/gtest.h>
#include <sys/wait.h>

#include "experiments/execute/executor.hpp"
#include "experiments/processes/interruption.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

/// The text is larger than the buffer of any pipe.
const std::string large(4'000'000, 'x');

TEST(ChildProcess, AnswersWhateverIsLargerThanItsBuffers) {
  EXPECT_EQ(run_child({"/bin/cat"}, large).answer, large);
  EXPECT_EQ(run_child({"/bin/cat"}, "").answer, "");
}

TEST(ChildProcess, MayEndBeforeItHasReadEverything) {
  const ChildEnd end = run_child({"/bin/sh", "-c", "echo short; exit 3"}, large);
  EXPECT_EQ(end.answer, "short\n");
  EXPECT_EQ(WEXITSTATUS(end.status), 3);
}

TEST(ChildProcess, SaysBySignalHowItEnded) {
  const ChildEnd end = run_child({"/bin/sh", "-c", "kill -KILL $$"}, "");
  ASSERT_TRUE(WIFSIGNALED(end.status));
  EXPECT_EQ(WTERMSIG(end.status), SIGKILL);
}

TEST(ChildProcess, IsRefusedWhenItCannotBeStarted) {
  EXPECT_THROW(run_child({"/no/such/program"}, ""), InputError);
}

/// A child that inherits the other end of a sibling's pipe would never see the end of its input.
TEST(ChildProcess, SharesNothingWithOthersThatStartAtTheSameTime) {
  std::atomic<int> right{0};
  {
    constexpr int count = 8;
    std::vector<std::jthread> threads;
    threads.reserve(count);
    for (int t = 0; t < count; ++t) {
      threads.emplace_back([&right, t] {
        const std::string input(1000, static_cast<char>('a' + t));
        for (int i = 0; i < 25; ++i) {
          if (run_child({"/bin/cat"}, input).answer == input) ++right;
        }
      });
    }
  }
  EXPECT_EQ(right, 200);
}

TEST(Interruption, EndsAChildAndIsThrown) {
  const InterruptionGuard guard;
  std::jthread later([] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    std::raise(SIGTERM);
  });
  const auto begin = std::chrono::steady_clock::now();
  try {
    run_child({"/bin/sleep", "30"}, "");
    FAIL() << "the child was waited for";
  } catch (const Interrupted& interruption) {
    EXPECT_EQ(interruption.signal(), SIGTERM);
  }
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(Interruption, KeepsWhatTheExecutorHasFinished) {
  const InterruptionGuard guard;
  std::vector<std::size_t> kept;
  const auto run = [](std::size_t i) {
    RunRecord record;
    record.key.index = i;
    if (i == 2) std::raise(SIGTERM);
    return record;
  };
  EXPECT_THROW(execute(1000, 1, run, [&](RunRecord&& record) { kept.push_back(record.key.index); }),
               Interrupted);
  EXPECT_EQ(kept, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(Interruption, IsForgottenWithItsGuard) {
  {
    const InterruptionGuard guard;
    EXPECT_EQ(interruption(), 0);
    std::raise(SIGTERM);
    EXPECT_EQ(interruption(), SIGTERM);
  }
  EXPECT_EQ(interruption(), 0);
  EXPECT_NO_THROW(stop_if_interrupted());
}

}  // namespace
}  // namespace kairos
