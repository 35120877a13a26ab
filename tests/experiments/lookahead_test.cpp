// Tests the oracle of imitation learning and the training on its answers.
#include "experiments/training/lookahead.hpp"

#include <gtest/gtest.h>

#include "experiments/files/library.hpp"
#include "experiments/training/episode.hpp"
#include "experiments/training/trainer.hpp"
#include "tests/support/builders.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Two jobs of one task arrive at once: `a` takes 2 ms on the npu and 3 ms on the cpu, `b` takes 3
/// ms and 30 ms. SRPT takes `a` first, EFT sends it to the npu and `b` waits: the latencies are 2
/// and 5 ms. With `a` on the cpu they are 3 and 3 ms.
Scenario two_jobs() {
  Scenario s = scenario(chip()
                            .element("cpu", {{"a", 3_ms}, {"b", 30_ms}})
                            .element("npu", {{"a", 2_ms}, {"b", 3_ms}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("short").task("a").build(), {0_ms});
  s.workload.applications.push_back({"long", graph("long").task("b").build(), std::nullopt});
  Stream second = s.workload.streams.front();
  second.name = "second";
  s.workload.streams.front().weights = {1, 0};
  second.weights = {0, 1};
  s.workload.streams.push_back(second);
  return s;
}

TEST(Lookahead, FindsWhatThePriorMisses) {
  const Scenario s = two_jobs();
  Environment environment(s);
  environment.reset(1);
  ASSERT_EQ(environment.observation().rows(), 2U);
  ASSERT_GT(environment.observation().prior[0], environment.observation().prior[1]);
  Lookahead oracle(s, {}, 2);
  EXPECT_EQ(oracle.best(environment), 1U);  // Now `a` finishes first on the cpu.
  environment.step(0);
  ASSERT_EQ(environment.question(), Question::place);
  ASSERT_LT(environment.observation().prior[0], environment.observation().prior[1]);
  EXPECT_EQ(oracle.best(environment), 0U);  // The oracle takes the cpu, although the npu is faster.
}

TEST(Lookahead, SaysNothingWhereEveryAnswerCostsTheSame) {
  Scenario s = two_jobs();
  s.workload.streams.pop_back();
  Environment environment(s);
  environment.reset(1);
  EXPECT_EQ(Lookahead(s, {}, 2).best(environment), std::nullopt);  // There is only one task.
}

TEST(Lookahead, GivesTheAnswersThatAnEpisodeRemembers) {
  const Scenario s = two_jobs();
  Network network(Architecture{}, initial_weights(Architecture{}, 1));
  Play how{1, 2, 1};
  how.candidates = 2;
  const Episode episode = play(s, network, how);
  ASSERT_FALSE(episode.batch.questions.empty());
  for (const AnsweredQuestion& asked : episode.batch.questions) EXPECT_EQ(asked.advantage, 1);
  const AnsweredQuestion& first = episode.batch.questions.front();
  EXPECT_EQ(first.question, Question::task);
  EXPECT_EQ(episode.batch.options[first.first_option + first.answer], 1U);
}

TrainingState trained(const std::string& step) {
  const TrainingConfig config = load_training(
      (shelf_folder(Shelf::experiments) / "train_imitation.yaml").string(),
      {"iterations=3", "episodes={groups: 2, rollouts: 2, jobs: {from: 6, to: 6}, share: 0.3}",
       "validation={scenarios: 2, jobs: 10, every: 3, baselines: [srpt_eft]}", "step=" + step});
  Ranks alone;
  Trainer trainer(config, 1, alone);
  while (!trainer.is_over()) trainer.iterate();
  return trainer.state();
}

TEST(Imitation, ComesBeforeAnyOtherTraining) {
  const auto imitation = trained("{algorithm: imitation}").weights;
  EXPECT_NE(imitation, initial_weights(Architecture{}, 1));
  EXPECT_EQ(imitation, trained("{algorithm: ppo, pretraining: 3}").weights);
  const auto mixed = trained("{algorithm: ppo, pretraining: 1}").weights;
  EXPECT_NE(imitation, mixed);
  EXPECT_NE(mixed, trained("{algorithm: ppo}").weights);
}

}  // namespace
}  // namespace kairos
