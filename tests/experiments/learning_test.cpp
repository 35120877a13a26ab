#include <cmath>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include "experiments/document/yaml.hpp"
#include "experiments/learning/trainer.hpp"
#include "experiments/library.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;

namespace fs = std::filesystem;

/// A training that takes a blink.
TrainingSpec small_training() {
  TrainingSpec spec = load_training(
      (shelf_folder(Shelf::experiments) / "train_learned.yaml").string(),
      {"iterations=4", "episodes={groups: 2, rollouts: 3, jobs: {from: 6, to: 12}, share: 1}",
       "step={minibatches: 2}",
       "validation={scenarios: 2, jobs: 10, every: 2, baselines: [srpt_eft]}"});
  return spec;
}

Drawn some_scenario(std::uint64_t jobs) {
  const TrainingSpec spec = small_training();
  return draw(spec.domains, spec.variation, jobs, Random::stream(1, "test"));
}

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

/// All but what passes before the first question, and then nobody is in the system.
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

/// Two jobs in the system for 1 s, one for another second: with a horizon of 1 s the cost from the
/// beginning is 2 (1 - 1/e) + 1/e (1 - 1/e) = 1.4968.
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
  const TrainingSpec spec = small_training();
  for (std::uint64_t i = 0; i < 5; ++i) {
    const Drawn one = draw(spec.domains, spec.variation, 30, Random::stream(9, "test", i));
    const Drawn two = draw(spec.domains, spec.variation, 30, Random::stream(9, "test", i));
    EXPECT_EQ(one.load, two.load);
    EXPECT_EQ(one.scenario.seed, two.scenario.seed);
    Scenario calm = one.scenario;
    calm.noise = Choice<NoiseModel>("none").make();
    const auto rate = one.scenario.workload.streams[StreamId{}].arrivals.options.find("rate");
    EXPECT_EQ(rate->text, format(capacity(calm) * one.load));
  }
}

class Torch : public ::testing::Test {
 protected:
  static Learner& learner() {
    static const std::unique_ptr<Learner> loaded = make_learner();
    return *loaded;
  }
  static std::vector<float> random_weights() {
    Random random = Random::stream(4, "weights");
    std::vector<float> weights(Architecture{}.weights());
    for (float& weight : weights) weight = static_cast<float>(0.2 * random.normal());
    return weights;
  }
};

TEST_F(Torch, GivesTheLogitsOfTheNetwork) {
  const Drawn drawn = some_scenario(30);
  Network network(Architecture{}, random_weights());
  const Episode episode = play(drawn.scenario, network, {1, 2, 1});
  for (const Question question : {Question::task, Question::place}) {
    const Observation& rows =
        question == Question::task ? episode.batch.tasks : episode.batch.places;
    ASSERT_GT(rows.rows(), 20U);
    const auto ours = network.logits(question, rows);
    const auto theirs = learner().logits(Architecture{}, network.weights(), question, rows);
    for (std::size_t row = 0; row < rows.rows(); ++row) {
      EXPECT_NEAR(ours[row], theirs[row], 1e-5F * std::max(1.0F, std::abs(ours[row])));
    }
  }
}

/// The loss of PPO, worked out without LibTorch.
double loss_of(const std::vector<float>& weights, const Batch& batch, const Objective& objective) {
  Network network(Architecture{}, weights);
  const auto view = network.logits(Question::task, batch.tasks);
  const std::vector<double> tasks(view.begin(), view.end());
  const auto other = network.logits(Question::place, batch.places);
  const std::vector<double> places(other.begin(), other.end());
  double loss = 0;
  for (const AnsweredQuestion& asked : batch.questions) {
    const auto& logits = asked.question == Question::task ? tasks : places;
    double sum = 0;
    for (std::uint32_t i = 0; i < asked.options; ++i) {
      sum += std::exp(logits[batch.options[asked.first_option + i]]);
    }
    double entropy = 0;
    double ratio = 0;
    for (std::uint32_t i = 0; i < asked.options; ++i) {
      const double log_p = logits[batch.options[asked.first_option + i]] - std::log(sum);
      entropy -= std::exp(log_p) * log_p;
      if (i == asked.answer) {
        ratio = std::exp(log_p - static_cast<double>(asked.log_probability));
      }
    }
    const auto advantage = static_cast<double>(asked.advantage);
    const double clamped = std::clamp(ratio, 1 - objective.clip, 1 + objective.clip);
    loss -= std::min(ratio * advantage, clamped * advantage) + objective.entropy * entropy;
  }
  return loss / static_cast<double>(batch.questions.size());
}

TEST_F(Torch, GivesTheSlopeOfTheLoss) {
  const Drawn drawn = some_scenario(8);
  std::vector<float> weights = random_weights();
  Network network(Architecture{}, weights);
  Batch batch = play(drawn.scenario, network, {1, 2, 1}).batch;
  Random random = Random::stream(5, "advantages");
  for (AnsweredQuestion& asked : batch.questions) {
    asked.advantage = static_cast<float>(random.normal());
    // Ratios well within the clip, or well outside: the loss has a kink where they are at it.
    asked.log_probability += 0.5F * (static_cast<float>(random.index(3)) - 1);
  }
  const Objective objective{0.2, 0.01};
  std::vector<float> gradient(weights.size());
  const LossReport report = learner().gradient(Architecture{}, weights, batch, objective, gradient);
  EXPECT_NEAR(report.loss, loss_of(weights, batch, objective), 1e-4);
  double slope = 0;
  std::vector<float> further = weights;
  std::vector<float> back = weights;
  double length = 0;
  for (const float g : gradient) length += static_cast<double>(g) * static_cast<double>(g);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double step = 1e-3 * static_cast<double>(gradient[i]) / std::sqrt(length);
    further[i] += static_cast<float>(step);
    back[i] -= static_cast<float>(step);
  }
  slope = (loss_of(further, batch, objective) - loss_of(back, batch, objective)) / 2e-3;
  EXPECT_NEAR(slope / std::sqrt(length), 1, 0.05);
}

TEST_F(Torch, TrainsTheSameOnAnyNumberOfWorkersAndAfterAnInterruption) {
  const TrainingSpec spec = small_training();
  Ranks alone;
  Trainer straight(spec, 1, alone);
  while (!straight.is_over()) straight.iterate();
  EXPECT_NE(straight.state().weights, initial_weights(Architecture{}, spec.seed));

  const fs::path file =
      fs::temp_directory_path() / ("kairos_training_" + std::to_string(getpid()) + ".state");
  Trainer interrupted(spec, 3, alone);
  interrupted.iterate();
  write_state(file, interrupted.state(), "this");
  Trainer resumed(spec, 2, alone);
  resumed.resume(*read_state(file, "this"));
  while (!resumed.is_over()) resumed.iterate();
  EXPECT_EQ(resumed.state().weights, straight.state().weights);
  EXPECT_EQ(resumed.state().best, straight.state().best);
  EXPECT_EQ(resumed.state().best_score, straight.state().best_score);

  EXPECT_THROW(static_cast<void>(read_state(file, "another")), InputError);
  fs::resize_file(file, fs::file_size(file) / 2);
  EXPECT_THROW(static_cast<void>(read_state(file, "this")), InputError);
  fs::remove(file);
}

TEST(TrainingSpec, RefusesAnUnknownApplication) {
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
