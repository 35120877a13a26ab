// Tests training in several processes. Threads take their place here; the last test starts real
// ones with mpirun.
#include "experiments/training/ranks.hpp"

#include <atomic>
#include <barrier>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "experiments/files/library.hpp"
#include "experiments/training/trainer.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

/// A group of ranks that are threads of this process.
class Team {
 public:
  explicit Team(std::size_t size) : size_(size), barrier_(static_cast<std::ptrdiff_t>(size)) {}

  template <class Work>
  void run(const Work& work) {
    std::vector<std::jthread> threads;
    threads.reserve(size_);
    for (std::size_t rank = 0; rank < size_; ++rank) {
      threads.emplace_back([this, rank, &work] {
        Member member(*this, rank);
        work(member);
      });
    }
  }

 private:
  class Member final : public Ranks {
   public:
    Member(Team& team, std::size_t rank) : team_(team), rank_(rank) {}
    [[nodiscard]] std::size_t rank() const override { return rank_; }
    [[nodiscard]] std::size_t size() const override { return team_.size_; }
    void sum(std::span<std::int64_t> numbers) override { team_.sum(numbers, rank_); }

   private:
    Team& team_;
    std::size_t rank_;
  };

  void sum(std::span<std::int64_t> numbers, std::size_t rank) {
    {
      const std::lock_guard lock(mutex_);
      sum_.resize(numbers.size());
      for (std::size_t i = 0; i < numbers.size(); ++i) sum_[i] += numbers[i];
    }
    barrier_.arrive_and_wait();
    std::ranges::copy(sum_, numbers.begin());
    barrier_.arrive_and_wait();
    if (rank == 0) sum_.clear();
    barrier_.arrive_and_wait();
  }

  std::size_t size_;
  std::barrier<> barrier_;
  std::mutex mutex_;
  std::vector<std::int64_t> sum_;
};

const std::vector<std::string> small = {
    "iterations=3", "episodes={groups: 3, rollouts: 2, jobs: {from: 6, to: 12}, share: 1}",
    "step={minibatches: 2}",
    "validation={scenarios: 3, jobs: 10, every: 1, baselines: [srpt_eft]}"};

std::string training_file() {
  return (shelf_folder(Shelf::experiments) / "train_learned.yaml").string();
}

TEST(ExactSum, IsTheSameInAnyOrder) {
  const std::vector<double> terms = {0.1, -1e5, 3e-9, 1e5, 0.7, -0.1};
  ExactSum forwards(1);
  ExactSum backwards(1);
  for (std::size_t i = 0; i < terms.size(); ++i) {
    forwards.add(0, terms[i]);
    backwards.add(0, terms[terms.size() - 1 - i]);
  }
  EXPECT_EQ(forwards[0], backwards[0]);
  EXPECT_NEAR(forwards[0], 0.7 + 3e-9, 1e-9);
  EXPECT_TRUE(forwards.is_finite());
  forwards.add(0, std::numeric_limits<double>::infinity());
  EXPECT_FALSE(forwards.is_finite());
}

TEST(Ranks, ShareWhatEachHasWorkedOut) {
  Team(3).run([](Ranks& ranks) {
    std::vector<double> numbers(7);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      if (ranks.owns(i)) numbers[i] = 0.1 * static_cast<double>(i) - 0.3;
    }
    ranks.share(numbers);
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      EXPECT_EQ(numbers[i], 0.1 * static_cast<double>(i) - 0.3);
    }
  });
}

TEST(Ranks, TrainTheSameHoweverManyTheyAre) {
  const TrainingConfig config = load_training(training_file(), small);
  TrainingState alone;
  for (const std::size_t size : {1U, 2U, 3U}) {
    Team(size).run([&](Ranks& ranks) {
      Trainer trainer(config, 1, ranks);
      while (!trainer.is_over()) trainer.iterate();
      if (size == 1) alone = trainer.state();
      EXPECT_EQ(trainer.state().weights, alone.weights) << ranks.rank() << " of " << size;
      EXPECT_EQ(trainer.state().best_score, alone.best_score);
    });
  }
}

TEST(Ranks, NoticeThatOneHasOtherWeights) {
  const TrainingConfig config = load_training(training_file(), small);
  std::atomic<int> noticed = 0;
  Team(2).run([&](Ranks& ranks) {
    Trainer trainer(config, 1, ranks);
    if (ranks.rank() == 1) {
      TrainingState state = trainer.state();
      state.weights[5] += 1e-6F;
      trainer.resume(state);
    }
    try {
      trainer.iterate();
    } catch (const std::logic_error& error) {
      EXPECT_THAT(error.what(), HasSubstr("trains other weights than the others"));
      ++noticed;
    }
  });
  EXPECT_EQ(noticed, 2);
}

TEST(Ranks, RefuseToDivideTooFewScenarios) {
  const TrainingConfig config = load_training(training_file(), small);
  Team(4).run([&](Ranks& ranks) { EXPECT_THROW(Trainer(config, 1, ranks), InputError); });
}

/// Two processes train the same weights as one, byte for byte.
TEST(Ranks, TrainTheSameUnderMpirun) {
  const fs::path module = fs::path(KAIROS_BINARY).parent_path() / "kairos_mpi.so";
  if (std::system("mpirun --version >/dev/null 2>&1") != 0 || !fs::exists(module)) {
    GTEST_SKIP() << "there is no mpirun, or Kairos was built without MPI";
  }
  const fs::path folder =
      fs::temp_directory_path() / ("kairos_mpi_test_" + std::to_string(getpid()));
  std::string settings;
  for (const std::string& line : small) settings += " --set '" + line + "'";
  const auto weights_of = [&](const std::string& launcher, const std::string& name) {
    const std::string command = launcher + KAIROS_BINARY + " train " + training_file() + settings +
                                " --out " + (folder / name).string() + " >" +
                                (folder / "output").string() + " 2>&1";
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    std::ostringstream bytes;
    bytes << std::ifstream(folder / name / "default.weights", std::ios::binary).rdbuf();
    return bytes.str();
  };
  fs::create_directories(folder);
  const std::string alone = weights_of("", "alone");
  ASSERT_FALSE(alone.empty());
  // Open MPI keeps memory of plug-ins that it has unloaded, and a leak checker cannot attribute it.
  const std::string two = weights_of(
      "ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0 "
      "mpirun --oversubscribe --allow-run-as-root -n 2 ",
      "two");
  EXPECT_TRUE(two == alone);
  fs::remove_all(folder);
}

}  // namespace
}  // namespace kairos
