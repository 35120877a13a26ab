#include <cmath>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "experiments/files/yaml.hpp"
#include "experiments/training/trainer.hpp"
#include "tests/support/trainings.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;
using ::testing::HasSubstr;
using ::testing::Not;

namespace fs = std::filesystem;

struct Walk {
  double reward = 0;
  std::vector<float> seen;
  double latencies = 0;
};

/// A row that may be chosen.
std::size_t any_row(const Environment& environment, Random& random) {
  std::size_t row = random.index(environment.observation().rows());
  while (!environment.is_legal(row)) row = random.index(environment.observation().rows());
  return row;
}

/// Answers every question at random.
Walk walk(Environment& environment, std::uint64_t seed) {
  Walk result;
  environment.reset(seed);
  Random random = Random::stream(seed, "walk");
  while (!environment.is_over()) {
    const Observation& rows = environment.observation();
    result.seen.insert(result.seen.end(), rows.features.begin(), rows.features.end());
    result.reward += environment.step(any_row(environment, random));
  }
  result.latencies = environment.costs().sojourn(environment.now()).value();
  return result;
}

TEST(Environment, GivesEqualEpisodesForEqualSeeds) {
  const Drawn drawn = some_scenario(20);
  Environment one(drawn.scenario);
  Environment two(drawn.scenario);
  const Walk first = walk(one, 3);
  EXPECT_EQ(first.seen, walk(two, 3).seen);
  const Walk other = walk(one, 4);
  EXPECT_NE(first.seen, other.seen);
  EXPECT_EQ(first.seen, walk(one, 3).seen) << "after another episode";
}

TEST(Environment, FollowsAnotherToWhereItIs) {
  const Drawn drawn = some_scenario(20);
  Environment one(drawn.scenario);
  Environment two(drawn.scenario);
  one.reset(3);
  Random random = Random::stream(1, "follow");
  for (int questions = 0; questions < 200; ++questions) one.step(any_row(one, random));
  two.follow(one);
  while (!one.is_over()) {
    ASSERT_EQ(one.question(), two.question());
    ASSERT_EQ(one.observation().features, two.observation().features);
    const std::size_t row = any_row(one, random);
    EXPECT_EQ(one.step(row), two.step(row));
    ASSERT_EQ(one.now(), two.now());
  }
  EXPECT_TRUE(two.is_over());
  EXPECT_EQ(one.costs().total(one.now()), two.costs().total(two.now()));
}

/// The rewards add up to minus the latencies, because no job is in the system before the first
/// question.
TEST(Environment, ReturnsMinusTheSumOfLatencies) {
  const Drawn drawn = some_scenario(25);
  Environment environment(drawn.scenario);
  const Walk result = walk(environment, 1);
  EXPECT_GT(result.latencies, 0);
  EXPECT_NEAR(-result.reward / result.latencies, 1, 1e-9);
}

TEST(Environment, RefusesAnIllegalAction) {
  const Drawn drawn = some_scenario(5);
  Environment environment(drawn.scenario);
  environment.reset(1);
  EXPECT_THROW(environment.step(environment.observation().rows()), std::logic_error);
}

TEST(Environment, SeesFiniteNumbersOfOrderOne) {
  const Drawn drawn = some_scenario(60);
  Environment environment(drawn.scenario);
  for (const float x : walk(environment, 2).seen) {
    EXPECT_TRUE(std::isfinite(x));
    EXPECT_LT(std::abs(x), 30);
  }
}

/// Two jobs are in the system for 1 s and one for another second. With a horizon of 1 s the cost
/// from the beginning is 2 (1 - 1/e) + 1/e (1 - 1/e) = 1.4968.
TEST(CostCurve, DiscountsTheIntegral) {
  CostCurve curve;
  const auto at = [](double seconds) { return Time(to_duration(Seconds(seconds))); };
  curve.observe(at(0), JobArrived{});
  curve.observe(at(0), JobArrived{});
  curve.observe(at(1), JobFinished{});
  curve.observe(at(2), JobFinished{});
  EXPECT_NEAR(curve.sojourn(at(2)).value(), 3, 1e-12);
  curve.discount(Seconds(1));
  EXPECT_NEAR(curve.cost(at(0)), 1.496785, 1e-6);
  EXPECT_NEAR(curve.cost(at(1.5)), 1 - std::exp(-0.5), 1e-9);
  EXPECT_EQ(curve.cost(at(3)), 0);
}

TEST(Domain, DrawsTheSameScenarioTwiceAndLoadsItAsItSays) {
  const TrainingConfig config = small_training();
  for (std::uint64_t i = 0; i < 5; ++i) {
    const Drawn one = draw(config.domains, config.variation, 30, Random::stream(9, "test", i));
    const Drawn two = draw(config.domains, config.variation, 30, Random::stream(9, "test", i));
    EXPECT_EQ(one.load, two.load);
    EXPECT_EQ(one.scenario.seed, two.scenario.seed);
    Scenario calm = one.scenario;
    calm.noise = Choice<NoiseModel>("none").make();
    const auto rate = one.scenario.workload.streams[StreamId{}].arrivals->options.find("rate");
    EXPECT_EQ(rate->text, format(capacity(calm) * one.load));
  }
}

TEST(Trainer, TrainsTheSameOnAnyNumberOfWorkersAndAfterAnInterruption) {
  const TrainingConfig config = small_training();
  Ranks alone;
  Trainer straight(config, 1, alone);
  while (!straight.is_over()) straight.iterate();
  EXPECT_NE(straight.state().weights, initial_weights(Architecture{}, config.seed));

  const fs::path file =
      fs::temp_directory_path() / ("kairos_training_" + std::to_string(getpid()) + ".state");
  Trainer interrupted(config, 3, alone);
  interrupted.iterate();
  write_state(file, interrupted.state(), "this");
  const std::size_t weights = config.architecture().weights();
  Trainer resumed(config, 2, alone);
  resumed.resume(*read_state(file, "this", weights));
  while (!resumed.is_over()) resumed.iterate();
  EXPECT_EQ(resumed.state().weights, straight.state().weights);
  EXPECT_EQ(resumed.state().best, straight.state().best);
  EXPECT_EQ(resumed.state().best_score, straight.state().best_score);

  EXPECT_THROW(static_cast<void>(read_state(file, "another", weights)), InputError);
  fs::resize_file(file, fs::file_size(file) / 2);
  EXPECT_THROW(static_cast<void>(read_state(file, "this", weights)), InputError);
  fs::remove(file);
}

TEST(TrainingConfig, IsTheSameTrainingAsBeforeThereWereNetworks) {
  TrainingConfig config = small_training();
  EXPECT_THAT(training_text(config), Not(HasSubstr("network")));
  config.network.hops = 2;
  EXPECT_THAT(training_text(config), HasSubstr("network"));
}

TEST(TrainingConfig, RefusesAnUnknownApplication) {
  try {
    load_training((shelf_folder(Shelf::experiments) / "train_learned.yaml").string(),
                  {"domains.0.applications=[wifi_xt]"});
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("unknown application 'wifi_xt'; did you mean 'wifi_tx'"));
  }
}

}  // namespace
}  // namespace kairos
