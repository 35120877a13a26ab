// Compares the networks in LibTorch with those that decide without it, and tests their training.
#include <array>
#include <cmath>

#include <gtest/gtest.h>

#include "experiments/files/yaml.hpp"
#include "experiments/training/trainer.hpp"
#include "policies/learned/job_slots.hpp"
#include "tests/support/trainings.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// All kinds of networks, with and without graph and prior.
std::vector<Architecture> architectures() {
  std::vector<Architecture> all;
  for (const NetworkKind kind :
       {NetworkKind::learned, NetworkKind::deepsocs, NetworkKind::scarl, NetworkKind::socrates}) {
    all.push_back(architecture_of(kind));
    all.push_back(architecture_of(kind));
    all.back().hops = 3;
    all.back().prior = Prior::none;
  }
  all.push_back(architecture_of(NetworkKind::learned, 5));
  return all;
}

class Torch : public ::testing::Test {
 protected:
  static Learner& learner() {
    static const std::unique_ptr<Learner> loaded = make_learner();
    return *loaded;
  }
  static std::vector<float> random_weights(const Architecture& architecture) {
    Random random = Random::stream(4, "weights");
    std::vector<float> weights;
    for (const DenseLayer& layer : architecture.layers()) {
      const double scale = 1 / std::sqrt(static_cast<double>(layer.inputs));
      for (std::size_t i = 0; i < layer.weights(); ++i) {
        weights.push_back(static_cast<float>(scale * random.normal()));
      }
    }
    return weights;
  }
};

TEST_F(Torch, GivesTheLogitsOfTheNetwork) {
  const Drawn drawn = some_scenario(30);
  for (const Architecture& architecture : architectures()) {
    SCOPED_TRACE(name_of(architecture.kind));
    Network network(architecture, random_weights(architecture));
    const Episode episode = play(drawn.scenario, network, {1, 2, 1});
    for (const Question question : {Question::task, Question::place}) {
      const bool tasks = question == Question::task;
      const Observation& rows = tasks ? episode.batch.tasks : episode.batch.places;
      if (architecture.kind == (tasks ? NetworkKind::socrates : NetworkKind::deepsocs)) {
        EXPECT_EQ(rows.rows(), 0U) << "nothing is to be learned";
        continue;
      }
      ASSERT_GT(rows.rows(), 20U);
      const auto ours = network.logits(question, rows);
      const auto theirs = learner().logits(architecture, network.weights(), question, rows);
      for (std::size_t row = 0; row < rows.rows(); ++row) {
        EXPECT_NEAR(ours[row], theirs[row], 1e-5F * std::max(1.0F, std::abs(ours[row])));
      }
    }
  }
}

/// A batch of several episodes gives the same result as the episodes alone.
TEST_F(Torch, KeepsTheQuestionsOfABatchApart) {
  const Drawn drawn = some_scenario(20);
  for (const Architecture& architecture : architectures()) {
    SCOPED_TRACE(name_of(architecture.kind));
    Network network(architecture, random_weights(architecture));
    Batch both;
    std::vector<float> apart;
    const bool places = architecture.kind == NetworkKind::socrates;
    const Question question = places ? Question::place : Question::task;
    for (const std::uint64_t choices : {2U, 3U}) {
      const Episode episode = play(drawn.scenario, network, {1, choices, 1});
      both.append(episode.batch);
      const auto own =
          network.logits(question, places ? episode.batch.places : episode.batch.tasks);
      apart.insert(apart.end(), own.begin(), own.end());
    }
    const auto together = network.logits(question, places ? both.places : both.tasks);
    ASSERT_EQ(together.size(), apart.size());
    for (std::size_t row = 0; row < apart.size(); ++row) {
      EXPECT_NEAR(together[row], apart[row], 1e-5F * std::max(1.0F, std::abs(apart[row])));
    }
  }
}

/// Sung and Ryu's eclectic interaction matching: the sample of a task is the instant at which it
/// was scheduled, whatever else happened at that instant.
TEST(Socrates, LearnsFromOneSampleATask) {
  const Drawn drawn = some_scenario(12);
  const Architecture architecture = architecture_of(NetworkKind::socrates);
  Network network(architecture, initial_weights(architecture, 1));
  const Episode episode = play(drawn.scenario, network, {1, 2, 1});
  std::size_t tasks = 0;
  for (const Application& application : drawn.scenario.workload.applications) {
    tasks = std::max(tasks, application.graph->size());
  }
  EXPECT_GT(episode.batch.questions.size(), 12U);
  EXPECT_LE(episode.batch.questions.size(), 12 * tasks);
  for (const AnsweredQuestion& asked : episode.batch.questions) {
    EXPECT_EQ(asked.question, Question::place);
  }
  for (std::size_t i = 1; i < episode.asked.size(); ++i) {
    EXPECT_LE(episode.asked[i - 1], episode.asked[i]);
  }
  EXPECT_EQ(episode.batch.places.context.size(), episode.batch.places.questions * job_slots::width);
  EXPECT_EQ(episode.batch.places.questions, episode.batch.questions.size());
}

/// The loss of PPO, worked out without LibTorch.
double loss_of(const Architecture& architecture, const std::vector<float>& weights,
               const Batch& batch, const PolicyObjective& objective) {
  Network network(architecture, weights);
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

class Slope : public Torch, public ::testing::WithParamInterface<Architecture> {};

TEST_P(Slope, IsThatOfTheLoss) {
  const Drawn drawn = some_scenario(8);
  const Architecture& architecture = GetParam();
  const std::vector<float> weights = random_weights(architecture);
  Network network(architecture, weights);
  Batch batch = play(drawn.scenario, network, {1, 2, 1}).batch;
  Random random = Random::stream(5, "advantages");
  for (AnsweredQuestion& asked : batch.questions) {
    asked.advantage = static_cast<float>(random.normal());
    // The ratios are well within the clip or well outside, because the loss has a kink at its edge.
    asked.log_probability += 0.5F * (static_cast<float>(random.index(3)) - 1);
  }
  const PolicyObjective objective{0.2, 0.01};
  std::vector<float> gradient(weights.size());
  const LossReport report = learner().gradient(architecture, weights, batch, objective, gradient);
  EXPECT_NEAR(report.loss, loss_of(architecture, weights, batch, objective), 1e-4);
  double slope = 0;
  std::vector<float> further = weights;
  std::vector<float> back = weights;
  double length = 0;
  for (const float g : gradient) length += static_cast<double>(g) * static_cast<double>(g);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double step = 2e-4 * static_cast<double>(gradient[i]) / std::sqrt(length);
    further[i] += static_cast<float>(step);
    back[i] -= static_cast<float>(step);
  }
  slope = (loss_of(architecture, further, batch, objective) -
           loss_of(architecture, back, batch, objective)) /
          4e-4;
  EXPECT_NEAR(slope / std::sqrt(length), 1, 0.05);
}

std::string case_name(const ::testing::TestParamInfo<Architecture>& info) {
  return name_of(info.param.kind) + (info.param.prior == Prior::none ? "_alone" : "") +
         (info.param.joule > 0 ? "_with_energy" : "");
}

INSTANTIATE_TEST_SUITE_P(All, Slope, ::testing::ValuesIn(architectures()), case_name);

/// The rows of this training are longer than those that the weights were trained on.
TEST_F(Torch, BeginsTheTrainingForEnergyWithWeightsForLatency) {
  TrainingConfig config = small_training();
  Ranks alone;
  const std::vector<float> narrow = Trainer(config, 1, alone).state().weights;
  config.reward.energy = 5;
  const Trainer trainer(config, 1, alone);
  Network before(Architecture{}, narrow);
  Network after(config.architecture(), trainer.state().weights);
  Observation rows;
  rows.features.assign(place_width, 0.5F);
  rows.prior.assign(1, 0);
  const float expected = before.logits(Question::place, rows)[0];
  rows.features.resize(place_width + price_width, 7);
  EXPECT_FLOAT_EQ(after.logits(Question::place, rows)[0], expected);
  EXPECT_NE(expected, 0);
}

TEST_F(Torch, TrainsEveryKindOfNetwork) {
  for (const char* network :
       {"{prior: none}", "{hops: 2}", "{kind: deepsocs, hops: 2, prior: none}", "{kind: scarl}",
        "{kind: socrates, commits: true}"}) {
    TrainingConfig config = small_training();
    config.initial.clear();
    Codec<NetworkConfig>::read(read_yaml_text(network, "network"), config.network);
    config.iterations = 2;
    Ranks alone;
    Trainer trainer(config, 1, alone);
    while (!trainer.is_over()) trainer.iterate();
    const auto first = initial_weights(config.architecture(), config.seed);
    ASSERT_EQ(trainer.state().weights.size(), first.size()) << network;
    EXPECT_NE(trainer.state().weights, first) << network;
    EXPECT_GT(trainer.state().best_score, 0) << network;
  }
}

}  // namespace
}  // namespace kairos
