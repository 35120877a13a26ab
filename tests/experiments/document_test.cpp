// Tests documents that are damaged, hostile or of another kind than expected.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/training/training_config.hpp"
#include "platforms/platform_config.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;

template <class Action>
std::string refusal(Action action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "none";
}

std::string refusal_of_text(const std::string& text) {
  return refusal([&] { static_cast<void>(read_yaml_text(text, "a.yaml")); });
}

/// A long scalar that is multiplied by levels of ten aliases each.
std::string bomb(std::size_t length, int levels) {
  std::string text = "a0: &a0 " + std::string(length, 'x') + "\n";
  for (int level = 1; level <= levels; ++level) {
    const std::string below = "*a" + std::to_string(level - 1);
    text += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [" + below;
    for (int i = 1; i < 10; ++i) text += ", " + below;
    text += "]\n";
  }
  return text;
}

TEST(Document, CountsTheBytesThatAliasesBecome) {
  EXPECT_THAT(refusal_of_text(bomb(3000, 7)), HasSubstr("once its aliases are written out"));
  EXPECT_THAT(refusal_of_text(bomb(400'000, 4)), HasSubstr("once its aliases are written out"));
  EXPECT_EQ(refusal_of_text(bomb(3000, 3)), "none");  // 3.3 MB
}

TEST(Document, CountsTheLevelsThatAliasesBecome) {
  std::string text;
  for (int i = 0; i < 9; ++i) {
    const std::string inner = i == 0 ? "x" : "*a" + std::to_string(i - 1);
    text += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " " + std::string(10, '[') +
            inner + std::string(10, ']') + "\n";
  }
  EXPECT_THAT(refusal_of_text(text), HasSubstr("nested too deeply"));
}

TEST(Document, ReadsWhateverEndsItsLines) {
  const Value tree = read_yaml_text("\xEF\xBB\xBFname: x\r\nlist:\r\n  - 1\r\n  - 2\r\n", "a.yaml");
  EXPECT_EQ(tree.find("name")->text, "x");
  EXPECT_EQ(tree.find("list")->items.size(), 2U);
}

TEST(Document, SaysWhereATabIndents) {
  EXPECT_EQ(refusal_of_text("name: x\nreport:\n\tgantt: false\n"),
            "a.yaml:3:1: not valid YAML: a tab is used for indentation; use spaces");
}

TEST(Document, KeepsTextThatLooksLikeNothing) {
  const Value tree = read_yaml_text("a: \"null\"\nb: \"~\"\nc: \"\"\nd:\n", "a.yaml");
  const Value again = read_yaml_text(to_yaml(tree), "b.yaml");
  EXPECT_EQ(again.find("a")->text, "null");
  EXPECT_TRUE(again.find("b")->is_scalar());
  EXPECT_TRUE(again.find("c")->is_scalar());
  EXPECT_TRUE(again.find("d")->is_null());
}

constexpr auto experiment = R"(name: small
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
policies: [heft, random]
)";

std::string refusal_of(const std::string& more) {
  return refusal([&] {
    ExperimentConfig config;
    Codec<ExperimentConfig>::read(experiment_from_text(experiment + more, "a.yaml"), config);
  });
}

TEST(Document, OfAnotherKindGetsTheRightCommand) {
  const auto as_experiment = [](const std::string& text) {
    return refusal([&] { static_cast<void>(experiment_from_text(text, "a.yaml")); });
  };
  EXPECT_EQ(as_experiment("name: x\ndomains: []\n"),
            "a.yaml: this is a training, not an experiment; use 'kairos train' or 'kairos check'");
  EXPECT_THAT(as_experiment("name: x\nclusters: []\n"),
              HasSubstr("this is a platform, not an experiment; check it with 'kairos check'"));
  EXPECT_THAT(as_experiment("name: x\napplications: []\n"), HasSubstr("this is a workload"));
  EXPECT_THAT(as_experiment("{\"n\": 1, \"p\": 1, \"cost\": [[1]], \"edges\": []}"),
              HasSubstr("this is a static instance, not an experiment; use 'kairos solve'"));
  EXPECT_EQ(as_experiment("- a\n- b\n"),
            "a.yaml:1:1: expected an experiment, a map of 'key: value' lines, found a list");
  EXPECT_EQ(refusal([] {
              static_cast<void>(resolve_training(read_yaml_text(experiment, "a.yaml"), {}));
            }),
            "a.yaml: this is an experiment, not a training; use 'kairos run' or 'kairos check'");
}

TEST(Document, ReportsItsMistakesTogether) {
  EXPECT_EQ(refusal_of("sedes: 3\nreport: {gantt: maybe, metrics: [latency_mean_s, latncy_p95_s]}\n"
                       "incidents: [{at: -1 ms}]\nbackend: evnt\n"),
            "a.yaml:5:1: unknown key 'sedes'; did you mean 'seeds'?\n"
            "a.yaml:6:17: 'maybe' is neither true nor false; write 'true' or 'false'\n"
            "a.yaml:6:50: unknown metric 'latncy_p95_s'; did you mean 'latency_p95_s'?\n"
            "a.yaml:7:18: 'at' is '-1 ms'; it must be zero or more\n"
            "a.yaml:8:10: unknown backend 'evnt'; did you mean 'event'?");
}

TEST(Document, NamesWhatPeopleCallAPlugin) {
  EXPECT_THAT(refusal_of("noise: gausian\n"), HasSubstr("unknown noise model 'gausian'"));
  EXPECT_THAT(refusal_of("cost: [a]\n"), HasSubstr("expected a cost model, found a list"));
  EXPECT_THAT(refusal_of("governors: {frequency: on_demand}\n"),
              HasSubstr("unknown frequency governor 'on_demand'; did you mean 'ondemand'?"));
}

TEST(Document, RefusesALongLabelBeforeAnythingRuns) {
  const std::string label(250, 'l');
  EXPECT_THAT(refusal([&] {
                ExperimentConfig config;
                std::string text = experiment;
                text.replace(text.find("random"), 6, "{name: random, label: " + label + "}");
                Codec<ExperimentConfig>::read(experiment_from_text(text, "a.yaml"), config);
              }),
              AllOf(StartsWith("a.yaml:4:"), HasSubstr("has more than 100 characters")));
}

std::string platform_of(std::size_t clusters, std::size_t count) {
  std::string text = "name: large\nclusters:\n";
  for (std::size_t i = 0; i < clusters; ++i) {
    text += "  - {name: c" + std::to_string(i) + ", kind: cpu, count: " + std::to_string(count) +
            ", kernels: {k: 1 ms}}\n";
  }
  return text + "paths: [{from: all, to: all, bandwidth: 1 GB/s}]\n";
}

TEST(Document, RefusesAChipOfTooManyElements) {
  EXPECT_THAT(refusal([] {
                PlatformConfig config;
                Codec<PlatformConfig>::read(read_yaml_text(platform_of(40, 1024), "a.yaml"),
                                            config);
                static_cast<void>(config.build());
              }),
              AllOf(StartsWith("a.yaml:7:"), HasSubstr("more than 4096 elements")));
}

/// The limit counts work that would be slow: a search through all kernels for each of them would
/// take minutes.
TEST(Document, ReadsAPlatformOfManyKernels) {
  std::string text = "name: many\nclusters:\n  - name: cpu\n    kind: cpu\n    kernels:\n";
  for (int i = 0; i < 100'000; ++i) text += "      k" + std::to_string(i) + ": 1 us\n";
  PlatformConfig config;
  Codec<PlatformConfig>::read(read_yaml_text(text, "a.yaml"), config);
  EXPECT_EQ(config.build().clusters[ClusterId{0}].kernels.size(), 100'000U);
  const Value written = Codec<PlatformConfig>::write(config);
  EXPECT_EQ(written.find("clusters")->items[0].find("kernels")->entries.size(), 100'000U);
}

}  // namespace
}  // namespace kairos
