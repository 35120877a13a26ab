// Tests that the folder of a training survives further trainings, kills and damage.
#include "experiments/training/training_folder.hpp"

#include <cstring>

#include <gmock/gmock.h>

#include "experiments/files/yaml.hpp"
#include "experiments/training/validation.hpp"
#include "policies/learned/checkpoint.hpp"
#include "policies/run.hpp"
#include "sim/base/random.hpp"
#include "tests/support/folder_fixture.hpp"
#include "tests/support/program.hpp"
#include "tests/support/trainings.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using testing::kairos_program;
using testing::small_training;

class TrainingFolderTest : public testing::FolderFixture {
 protected:
  /// The state after three iterations, the second of which was the best.
  [[nodiscard]] TrainingState some_state() const {
    TrainingState state;
    state.iteration = 3;
    state.weights = state.average = state.best = initial_weights(config.architecture(), 7);
    state.best_iteration = 2;
    state.best_score = 0.9;
    state.seconds = 12;
    state.curve = "iteration,seconds\n1,4\n2,8\n3,12\n";
    return state;
  }
  [[nodiscard]] std::string weights_name() const { return config.name + ".weights"; }
  /// Changes the bytes of the state and gives it the checksum that belongs to them.
  void damage(const std::function<void(TrainingState&)>& change) const {
    TrainingState state = some_state();
    change(state);
    write_state(folder / "training.state", state, training_text(config));
  }
  [[nodiscard]] std::string complaint() const {
    try {
      static_cast<void>(trained.state());
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }

  const TrainingConfig config = small_training();
  const TrainingFolder trained{folder, config};
};

TEST_F(TrainingFolderTest, GivesBackTheStateThatWasWritten) {
  EXPECT_FALSE(trained.state());
  trained.write(some_state());
  const auto state = trained.state();
  ASSERT_TRUE(state);
  EXPECT_EQ(state->best, some_state().best);
  EXPECT_EQ(read("learning_curve.csv"), state->curve);
}

TEST_F(TrainingFolderTest, WritesAgainWhatWasLostAfterTheState) {
  trained.write(some_state());
  fs::remove(folder / "learning_curve.csv");
  trained.restore(some_state());
  EXPECT_EQ(read_checkpoint(trained.weights_file()).weights, some_state().best);
  EXPECT_EQ(read("learning_curve.csv"), some_state().curve);

  // The process was killed between writing the state and the curve of the last iteration, and the
  // weights are damaged.
  static_cast<void>(write("learning_curve.csv", "iteration,seconds\n1,4\n2,8\n"));
  fs::resize_file(trained.weights_file(), 100);
  trained.restore(some_state());
  EXPECT_EQ(read("learning_curve.csv"), some_state().curve);
  EXPECT_EQ(read_checkpoint(trained.weights_file()).iteration, 2U);
}

TEST_F(TrainingFolderTest, PutsAnEarlierTrainingAside) {
  EXPECT_FALSE(trained.put_aside());
  for (int number = 1; number <= 2; ++number) {
    trained.claim();
    trained.write_weights(some_state());
    trained.write(some_state());
    static_cast<void>(write("notes.txt", "mine"));
    const std::string weights = read(weights_name());
    EXPECT_EQ(trained.put_aside(), folder / ("previous_" + std::to_string(number)));
    for (const std::string& name :
         {weights_name(), std::string("training.state"), std::string("learning_curve.csv")}) {
      EXPECT_FALSE(fs::exists(folder / name));
      EXPECT_TRUE(fs::exists(folder / ("previous_" + std::to_string(number)) / name));
    }
    EXPECT_EQ(read("previous_" + std::to_string(number) + "/" + weights_name()), weights);
    EXPECT_EQ(read("notes.txt"), "mine");
  }
}

TEST_F(TrainingFolderTest, RefusesToReplaceWeightsOfSomebodyElse) {
  static_cast<void>(write(weights_name(), "mine"));
  EXPECT_THROW(trained.claim(), InputError);
  EXPECT_FALSE(trained.put_aside());
  EXPECT_EQ(read(weights_name()), "mine");
}

TEST_F(TrainingFolderTest, RefusesADamagedStateThoughItsChecksumIsRight) {
  const std::vector<std::function<void(TrainingState&)>> damages{
      [](TrainingState& s) { s.average.clear(); },
      [](TrainingState& s) { s.weights.pop_back(); },
      [](TrainingState& s) { s.best.push_back(0); },
      [](TrainingState& s) { s.weights[0] = std::numeric_limits<float>::infinity(); },
      [](TrainingState& s) { s.adam.first.resize(3); },
      [](TrainingState& s) { s.adam.steps = 5; },
      [](TrainingState& s) { s.best_score = -1; },
      [](TrainingState& s) { s.best_iteration = 9; }};
  for (std::size_t i = 0; i < damages.size(); ++i) {
    damage(damages[i]);
    EXPECT_THAT(complaint(), HasSubstr("training.state: the state of the training is damaged"))
        << i;
  }
  damage([](TrainingState&) {});
  EXPECT_EQ(complaint(), "");

  fs::remove(folder / "training.state");
  fs::create_directory(folder / "training.state");
  EXPECT_THAT(complaint(), HasSubstr("is damaged"));
}

TEST_F(TrainingFolderTest, RefusesLengthsThatLieAboutTheFile) {
  trained.write(some_state());
  const std::string bytes = read("training.state");
  for (std::size_t at = 8; at + 8 < std::min<std::size_t>(bytes.size() - 8, 4000); at += 8) {
    std::string damaged = bytes.substr(0, bytes.size() - 8);
    const std::uint64_t huge = ~std::uint64_t{0} >> (at % 3);
    std::memcpy(damaged.data() + at, &huge, sizeof huge);
    const std::uint64_t checksum = mix(hash(damaged));
    damaged.append(reinterpret_cast<const char*>(&checksum), sizeof checksum);
    static_cast<void>(write("training.state", damaged));
    EXPECT_THAT(complaint(), HasSubstr("training.state: ")) << at;
  }
}

TEST_F(TrainingFolderTest, RefusesNamesThatLeadElsewhere) {
  for (const char* name : {"../evil", "/tmp/evil", "a/b", ".."}) {
    EXPECT_THROW(load_training((shelf_folder(Shelf::experiments) / "train_learned.yaml").string(),
                               {std::string("name=") + name}),
                 InputError)
        << name;
  }
}

TEST_F(TrainingFolderTest, KeepsTheOldWeightsWhenAnotherTrainingBegins) {
  const std::string train =
      "train " + (shelf_folder(Shelf::experiments) / "train_learned.yaml").string() +
      " --set iterations=2 --set 'episodes={groups: 2, rollouts: 2, jobs: {from: 4, to: 6}}'"
      " --set 'validation={scenarios: 1, jobs: 5, every: 1, baselines: [srpt_eft]}' --out " +
      folder.string();
  ASSERT_EQ(kairos_program(train).code, 0);
  const std::string weights = read(weights_name());
  const std::string curve = read("learning_curve.csv");

  fs::remove(folder / weights_name());
  fs::remove(folder / "learning_curve.csv");
  ASSERT_EQ(kairos_program(train + " --resume").code, 0);
  EXPECT_EQ(read(weights_name()), weights);
  EXPECT_EQ(read("learning_curve.csv"), curve);

  const auto again = kairos_program(train);
  EXPECT_EQ(again.code, 0) << again.output;
  EXPECT_THAT(again.output, HasSubstr("the previous training in this folder was moved to"));
  EXPECT_EQ(read("previous_1/" + weights_name()), weights);
}

/// Scenarios are drawn as in the validation, and run as by `kairos run`.
TEST(Validation, RunsPoliciesThatCopyTasksAsEveryRunDoes) {
  TrainingConfig config = small_training();
  config.domains = resolve_training(read_yaml_text("name: x\ndescription: x\ndomains: [{platform: "
                                                   "topcuoglu_cpus, workload: topcuoglu}]\n"
                                                   "validation: {baselines: [heft]}\n",
                                                   "training"),
                                    {})
                       .domains;
  config.validation.scenarios = 3;
  config.validation.baselines = {Choice<Policy>("heft"), Choice<Policy>("heft_duplication")};
  VariationConfig variation = config.variation;
  variation.load = config.validation.load;
  variation.noise = config.validation.noise;
  double logarithms = 0;  // Logarithms of cost with copies / cost without.
  for (std::uint64_t i = 0; i < config.validation.scenarios; ++i) {
    const Drawn drawn = draw(config.domains, variation, config.validation.jobs,
                             Random::stream(config.seed, "validation", i));
    std::vector<double> cost;
    for (const Choice<Policy>& baseline : config.validation.baselines) {
      Simulator simulator(drawn.scenario, make_event_backend(drawn.scenario.platform));
      CostCurve costs(config.reward);
      simulator.attach(costs);
      run(simulator, *baseline.make());
      cost.push_back(costs.total(simulator.view().now()));
    }
    logarithms += std::log(cost[1] / cost[0]);
  }
  ASSERT_NE(logarithms, 0) << "copies bring nothing here";
  Ranks alone;
  const Verdict verdict =
      Validation(config, 1, alone)
          .judge(Network(config.architecture(), initial_weights(config.architecture(), 1)));
  EXPECT_NEAR(verdict.ratios[0] / verdict.ratios[1],
              std::exp(logarithms / static_cast<double>(config.validation.scenarios)), 1e-12);
}

}  // namespace
}  // namespace kairos
