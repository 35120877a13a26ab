// Tests the sweeps of an experiment: lists of values, and alternatives with names.
#include "experiments/experiment/sweep.hpp"

#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/experiment/run.hpp"
#include "tests/support/program.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string experiment = R"(name: swept
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 10}]}
policies: [earliest_finish]
)";

const std::string alternatives = R"(sweep:
  test:
    few jobs: {workload.streams.0.jobs: 5}
    noisy: {noise: {name: lognormal, sigma: 0.4}, workload.streams.0.jobs: 8}
    slow: {platform.paths.0.bandwidth: 1 MB/s}
  workload.streams.0.arrivals.rate: [2 /ms, 5 /ms]
)";

Value tree_of(const std::string& sweep, const std::vector<std::string>& assignments = {}) {
  Value tree = experiment_from_text(experiment + sweep, "swept.yaml");
  for (const std::string& assignment : assignments) assign(tree, assignment);
  return tree;
}

Sweep sweep_of(const std::string& sweep, const std::vector<std::string>& assignments = {}) {
  return expand(tree_of(sweep, assignments));
}

std::string complaint(const std::string& sweep, const std::vector<std::string>& assignments = {}) {
  try {
    sweep_of(sweep, assignments);
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

/// The labels of all runs, such as "few jobs, 2 /ms".
std::vector<std::string> labels(const Sweep& sweep) {
  std::vector<std::string> all;
  for (const RunConfig& config : sweep.runs) {
    std::string text;
    for (const auto& [key, value] : config.key.point) text += (text.empty() ? "" : ", ") + value;
    all.push_back(text);
  }
  return all;
}

std::vector<std::string> hashes(const Sweep& sweep) {
  std::vector<std::string> all;
  for (const RunConfig& config : sweep.runs) all.push_back(config.key.hash);
  return all;
}

std::uint64_t jobs(const RunConfig& config) {
  return config.experiment->workload.streams.front().jobs.value();
}

TEST(Sweep, ShowsAlternativesByTheirNames) {
  const Sweep sweep = sweep_of(alternatives);
  EXPECT_THAT(labels(sweep), ElementsAre("few jobs, 2 /ms", "few jobs, 5 /ms", "noisy, 2 /ms",
                                         "noisy, 5 /ms", "slow, 2 /ms", "slow, 5 /ms"));
  EXPECT_EQ(sweep.runs[0].key.point[0].first, "test");
}

TEST(Sweep, SetsAllKeysOfAnAlternativeAndLeavesTheOthersAsWritten) {
  const Sweep sweep = sweep_of(alternatives);
  EXPECT_EQ(jobs(sweep.runs[0]), 5U);
  EXPECT_EQ(jobs(sweep.runs[2]), 8U);
  EXPECT_EQ(jobs(sweep.runs[4]), 10U);
  EXPECT_EQ(sweep.runs[2].experiment->noise.name, "lognormal");
  EXPECT_EQ(sweep.runs[4].experiment->noise.name, "none");
}

TEST(Sweep, RunsAnAlternativeAsAnExperimentThatSaysTheSame) {
  const Sweep named = sweep_of("sweep: {test: {few: {workload.streams.0.jobs: 5}}}\n");
  EXPECT_EQ(hashes(named), hashes(sweep_of("sweep: {workload.streams.0.jobs: [5]}\n")));
  EXPECT_EQ(hashes(named), hashes(sweep_of("", {"workload.streams.0.jobs=5"})));
}

TEST(Sweep, ResolvesPlatformsAndWorkloadsOfAlternatives) {
  const Sweep sweep = sweep_of(R"(sweep:
  chip:
    with heat: {platform: ds3_soc_thermal, workload: {use: ds3}}
    without: {platform: ds3_soc, platform.paths.0.bandwidth: 1 MB/s}
)",
                               {"sweep.chip.with heat.workload.streams=[{arrivals: {name: "
                                "poisson, rate: 2 /ms}, jobs: 3}]"});
  ASSERT_EQ(sweep.runs.size(), 2U);
  EXPECT_TRUE(sweep.runs[0].scenario()->platform.thermal);
  EXPECT_EQ(jobs(sweep.runs[0]), 3U);
  EXPECT_FALSE(sweep.runs[1].scenario()->platform.thermal);
}

TEST(Sweep, ResolvesPlatformsThatDrawsAreOf) {
  const Sweep sweep = expand(experiment_from_text(R"(name: drawn
draw: {domains: {platform: ds3_soc, workload: ds3}, jobs: 5}
policies: heft
sweep: {chip: {warm: {draw.domains.0.platform: ds3_soc_thermal}, cold: {draw.jobs: 6}}}
)",
                                                  "drawn.yaml"));
  ASSERT_EQ(sweep.runs.size(), 2U);
  EXPECT_TRUE(sweep.runs[0].scenario()->platform.thermal);
  EXPECT_FALSE(sweep.runs[1].scenario()->platform.thermal);
}

/// The first alternative must not leak into the others, and the order of keys must not change.
TEST(Sweep, IsTheSameAgainFromItsResolvedConfiguration) {
  const Sweep sweep = sweep_of(alternatives + "seeds: 2\n");
  const Sweep again = expand(experiment_from_text(sweep.configuration, "experiment.yaml"));
  EXPECT_EQ(hashes(again), hashes(sweep));
  EXPECT_EQ(labels(again), labels(sweep));
  EXPECT_EQ(again.configuration, sweep.configuration);
}

TEST(Sweep, OfTheProofIsTheSameAgainFromItsResolvedConfiguration) {
  const std::string file = std::string(KAIROS_SOURCE_DIR) + "/experiments/catalogue/learned.yaml";
  const Sweep sweep =
      expand(load_experiment(file, {"seeds=1", "draw.jobs=5", "sweep.draw.variation.load=0.6",
                                    "sweep.draw.variation.noise=0.3"}));
  const Sweep again = expand(experiment_from_text(sweep.configuration, "experiment.yaml"));
  EXPECT_EQ(hashes(again), hashes(sweep));
  EXPECT_THAT(labels(sweep), ::testing::Contains("unseen graphs, 0.6, 0.3, every 20 ms"));
}

TEST(Sweep, KeepsTheAlternativesThatAnAssignmentNames) {
  EXPECT_THAT(labels(sweep_of(alternatives, {"sweep.test=slow"})),
              ElementsAre("slow, 2 /ms", "slow, 5 /ms"));
  EXPECT_THAT(labels(sweep_of(alternatives, {"sweep.test=[slow, few jobs]",
                                             "sweep.workload.streams.0.arrivals.rate=[3 /ms]"})),
              ElementsAre("slow, 3 /ms", "few jobs, 3 /ms"));
  EXPECT_THAT(complaint(alternatives, {"sweep.test=few job"}),
              HasSubstr("unknown alternative 'few job'; did you mean 'few jobs'?"));
}

TEST(Sweep, ChangesAndAddsAlternativesByAssignment) {
  const std::vector<std::string> one_rate{"sweep.workload.streams.0.arrivals.rate=2 /ms"};
  const auto with = [&](const std::string& assignment) {
    std::vector<std::string> all = one_rate;
    all.push_back(assignment);
    return sweep_of(alternatives, all);
  };
  EXPECT_EQ(jobs(with("sweep.test.slow.workload.streams.0.jobs=7").runs[2]), 7U);
  EXPECT_EQ(jobs(with("sweep.test.few jobs.workload.streams.0.jobs=7").runs[0]), 7U);
  const Sweep added = with("sweep.test.many={workload.streams.0.jobs: 30}");
  ASSERT_EQ(added.runs.size(), 4U);
  EXPECT_EQ(jobs(added.runs[3]), 30U);
  EXPECT_EQ(labels(added)[3], "many, 2 /ms");
  EXPECT_EQ(with("sweep.test={one: {workload.streams.0.jobs: 30}}").runs.size(), 1U);
  EXPECT_THAT(complaint(alternatives, {"sweep.test.slwo.workload.streams.0.jobs=7"}),
              HasSubstr("unknown alternative 'slwo'; did you mean 'slow'?"));
}

TEST(Sweep, NamesThePlaceOfAKeyThatAnAlternativeDoesNotKnow) {
  EXPECT_THAT(complaint("sweep:\n  test:\n    one: {platfrom.mode: 5}\n"),
              StartsWith("swept.yaml:7:11: unknown key 'platfrom'; did you mean 'platform'?"));
  EXPECT_THAT(complaint("sweep: {workload.streams.0.job: [5]}\n"),
              StartsWith("swept.yaml:5:9: unknown key 'job'; did you mean 'jobs'?"));
  EXPECT_THAT(complaint("sweep:\n  test:\n    one: {workload.streams.1.jobs: 5}\n"),
              StartsWith("swept.yaml:7:11: 'workload.streams.1.jobs' cannot be set"));
}

TEST(Sweep, NamesThePlaceOfAValueThatIsWrong) {
  EXPECT_THAT(complaint("sweep:\n  test:\n    one: {workload.streams.0.jobs: few}\n"),
              StartsWith("swept.yaml:7:36: "));
  EXPECT_THAT(complaint("sweep:\n  test:\n    one: {platform: ds3_sco}\n"),
              AllOf(StartsWith("swept.yaml:7:21: unknown platform 'ds3_sco'"),
                    HasSubstr("did you mean 'ds3_soc'?")));
}

TEST(Sweep, RefusesAlternativesThatSetNothing) {
  EXPECT_THAT(complaint("sweep:\n  test:\n    one: {}\n"),
              StartsWith("swept.yaml:7:10: alternative 'one' of 'test' sets no key; write"));
  EXPECT_THAT(complaint("sweep: {test: {}}\n"), HasSubstr("'test' has no values"));
  EXPECT_THAT(
      complaint("sweep:\n  workload.streams.0.mix: {wifi_tx: 1}\n"),
      StartsWith("swept.yaml:6:37: alternative 'wifi_tx' of 'workload.streams.0.mix' is '1'; write "
                 "the keys that it sets as {dotted key: value}, or the values of"));
}

TEST(Sweep, RefusesAlternativesCalledLikeAColumnOfTheResults) {
  for (const std::string name : {"seed", "faults"}) {
    EXPECT_THAT(complaint("sweep:\n  " + name + ": {one: {workload.streams.0.jobs: 5}}\n"),
                StartsWith("swept.yaml:6:3: '" + name + "' is already a column of the results"));
  }
}

TEST(Sweep, SaysWhichTwoPointsAreTheSameRun) {
  EXPECT_THAT(complaint("sweep:\n  test:\n    one: {workload.streams.0.jobs: 5}\n"
                        "    two: {workload.streams.0.jobs: 5}\n"),
              AllOf(StartsWith("swept.yaml:8:5: the sweep has the same runs twice, at "
                               "'test = one' and at 'test = two'; "),
                    EndsWith("only keys that change a run")));
}

TEST(Sweep, RefusesAKeyThatReplacesWhatIsSetBefore) {
  EXPECT_THAT(complaint("sweep:\n  test:\n    one: {workload.streams.0.jobs: 5}\n"
                        "  workload.streams.0.jobs: [5, 6]\n"),
              StartsWith("swept.yaml:8:3: 'workload.streams.0.jobs' replaces "
                         "'workload.streams.0.jobs', which 'test' sets before it; keep one"));
  EXPECT_THAT(complaint("sweep: {noise.sigma: [0.1, 0.2], noise: [none]}\n"),
              HasSubstr("'noise' replaces 'noise.sigma', which 'noise.sigma' sets before it"));
  EXPECT_THAT(complaint("sweep: {test: {one: {noise.sigma: 1, noise: none}}}\n"),
              HasSubstr("'noise' replaces 'noise.sigma', which 'one' sets before it"));
  EXPECT_EQ(complaint("sweep: {noise: [lognormal], noise_of_tasks: {low: {seeds: 2}}}\n"),
            "nothing");
}

}  // namespace
}  // namespace kairos
