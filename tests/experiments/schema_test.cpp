// Tests that the schema accepts what Kairos accepts, and refuses most of what Kairos refuses.
#include <filesystem>
#include <map>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/files/file_kind.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/schema/json_schema.hpp"
#include "experiments/schema/schema_parts.hpp"
#include "tests/support/json_schema_checker.hpp"
#include "workloads/distribution.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> valid_files() {
  std::vector<fs::path> files;
  for (const char* folder : {"experiments/catalogue", "experiments/papers", "platforms/library",
                             "workloads/library", "tests/scenarios", "tests/experiments"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(KAIROS_SOURCE_DIR) / folder)) {
      if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
  }
  return files;
}

TEST(Schema, TakesEveryFileThatComesWithKairos) {
  const testing::SchemaChecker any(json_schema("any"));
  std::map<std::string, testing::SchemaChecker> by_kind;
  for (const std::string& name : schema_names()) by_kind.emplace(name, json_schema(name));
  const std::vector<fs::path> files = valid_files();
  EXPECT_GT(files.size(), 60U);
  for (const fs::path& file : files) {
    const Value document = read_yaml_file(file);
    EXPECT_TRUE(any.accepts(document)) << file;
    const bool uses = document.find("use") != nullptr;
    const std::string kind =
        uses ? file.parent_path().parent_path().filename().string() : kind_of(document);
    if (kind == "platforms" || kind == "workloads") {
      EXPECT_TRUE(by_kind.at(kind.substr(0, kind.size() - 1)).accepts(document)) << file;
    } else {
      EXPECT_TRUE(by_kind.at(kind).accepts(document)) << file;
    }
  }
}

/// Counts the maps in a JSON value by their text.
void count_maps(const testing::Json& json, std::map<std::string, int>& counts) {
  if (json.is_object()) ++counts[json.dump()];
  if (!json.is_structured()) return;
  for (const testing::Json& part : json) count_maps(part, counts);
}

TEST(Schema, IsSmallAndRepeatsNoLongPart) {
  for (const std::string& name : schema_names()) {
    const std::string text = json_schema(name);
    EXPECT_LT(text.size(), name == "any" ? 175'000U : 165'000U) << name;
    std::map<std::string, int> counts;
    count_maps(testing::Json::parse(text), counts);
    for (const auto& [part, count] : counts) {
      if (part.size() <= 200) continue;
      EXPECT_EQ(count, 1) << name << ": " << part;
    }
  }
}

constexpr auto experiment = R"(name: small
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
policies: [heft, random]
)";
constexpr auto without_policies = R"(name: small
platform: ds3_soc
workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 /ms}, jobs: 20}]}
)";
constexpr auto platform = R"(name: chip
clusters: [{name: cpu, kind: cpu, kernels: {fft: 1 ms}}]
)";
constexpr auto workload = R"(name: work
applications: [{name: one, tasks: [{name: fft, work: 1 Mop}]}]
)";
constexpr auto training = R"(name: mine
description: a test
domains: {platform: ds3_soc, workload: ds3}
validation: {baselines: [srpt_eft]}
)";
constexpr auto quality = R"(name: table
instances: [{name: random, generator: {name: layered, tasks: [20]}}]
policies: [heft]
)";

std::vector<std::string> wrong_files() {
  const auto with = [](const char* base, const std::string& more) { return base + more + "\n"; };
  return {
      with(experiment, "sedes: 3"),  // Unknown keys.
      with(experiment, "report: {gant: true}"),
      with(experiment, "report: {warm_up: 200}"),
      with(experiment, "report: {warm_up: {job: 200}}"),
      with(experiment, "faults: {detecton: 1 ms}"),
      with(experiment, "decision_time: {constnt: 1 us}"),
      with(platform, "pahts: []"),
      with(workload, "stream: []"),
      with(training, "itrations: 5"),
      with(quality, "sed: 1"),
      with(experiment, "seeds: 0"),  // Numbers out of bounds.
      with(experiment, "seeds: -1"),
      with(experiment, "seeds: 1.5"),
      with(experiment, "noise: {name: lognormal, sigma: -1}"),
      with(experiment, "noise: {name: lognormal, sigma: 99}"),
      with(training, "iterations: 0"),
      with(training, "episodes: {share: 2}"),
      with(experiment, "report: {gantt: maybe}"),  // Wrong types.
      with(experiment, "report: {metrics: {a: 1}}"),
      with(experiment, "incidents: 5"),
      with(experiment, "seeds: many"),
      with(experiment, "backend: evnt"),  // Unknown names.
      with(experiment, "noise: gausian"),
      with(experiment, "cost: rofline"),
      with(experiment, "report: {plot: latncy}"),
      with(experiment, "report: {metrics: [latncy]}"),
      with(experiment, "report: {formulas: {f: {is: jobs, over: job}}}"),
      with(experiment, "governors: {frequency: on_demand}"),
      with(without_policies, "policies: [hefft]"),
      with(without_policies, "policies: [{name: heft, rnak: mean}]"),
      with(without_policies, "policies: [{name: heft, rank: median}]"),
      with(without_policies, "policies: [{rank: mean}]"),
      with(training, "step: {algorithm: sarsa}"),
      with(experiment, "incidents: [{at: 5, cluster: A15}]"),     // Quantities without a unit.
      with(experiment, "incidents: [{at: 5 MB, cluster: A15}]"),  // A wrong unit, or a negative.
      with(experiment, "incidents: [{at: -5 ms, cluster: A15}]"),
      with(experiment, "decision_time: {constant: 1 mss}"),
      with(platform, "battery: {capacity: 5}"),
      with(platform, "links: [{name: l, bandwidth: 1 GHz}]"),
      with(platform, "thermal: {ambient: 25}"),
      std::string(without_policies),  // Required keys that are missing.
      "policies: [heft]\nplatform: ds3_soc\nworkload: ds3\n",
      "name: x\npolicies: [heft]\n",
      with(platform, "links: [{name: l}]"),
      "name: x\napplications: [{name: one}]\n",
      "name: x\napplications: [{tasks: [{name: one}]}]\n",
      with(experiment, "incidents: [{cluster: A15}]"),
      with(experiment, "report: {formulas: {f: {unit: s}}}"),
      "name: x\ndomains: {platform: ds3_soc, workload: ds3}\nvalidation: {baselines: [heft]}\n",
      "name: x\nclusters: [{name: cpu, kernels: {fft: 1 ms}}]\n",
      "- a\n- b\n",  // A list instead of a map.
  };
}

TEST(Schema, RefusesWhatKairosRefuses) {
  const testing::SchemaChecker schema(json_schema("any"));
  for (const char* valid : {experiment, platform, workload, training, quality}) {
    EXPECT_TRUE(schema.accepts(read_yaml_text(valid, "valid.yaml"))) << valid;
  }
  const std::vector<std::string> files = wrong_files();
  EXPECT_GE(files.size(), 35U);
  for (const std::string& file : files) {
    EXPECT_FALSE(schema.accepts(read_yaml_text(file, "wrong.yaml"))) << file;
  }
}

/// Some mistakes can only be found by a look at other places of the document.
TEST(Schema, DoesNotKnowTheNamesThatADocumentGives) {
  const testing::SchemaChecker schema(json_schema("any"));
  EXPECT_TRUE(
      schema.accepts(read_yaml_text(std::string(experiment) + "baseline: peft\n", "wrong.yaml")));
}

TEST(Schema, KnowsTheWordsForPreemption) {
  const testing::SchemaChecker schema(json_schema("any"));
  const auto chip = [](const std::string& preemption) {
    return read_yaml_text(
        "name: chip\nclusters: [{name: cpu, kind: cpu, kernels: {fft: 1 ms}, "
        "preemption: " +
            preemption + "}]\n",
        "chip.yaml");
  };
  for (const std::string valid : {"any", "none", "{at: checkpoint, cost: 20 us}"}) {
    EXPECT_TRUE(schema.accepts(chip(valid))) << valid;
  }
  for (const std::string wrong : {"sometimes", "5", "{at: sometimes}"}) {
    EXPECT_FALSE(schema.accepts(chip(wrong))) << wrong;
  }
}

TEST(Schema, KnowsTheRulesOfFusion) {
  const testing::SchemaChecker schema(json_schema("any"));
  const auto fused_by = [](const std::string& rule) {
    return read_yaml_text(
        "name: work\napplications: [{name: one, model: resnet50, transforms: "
        "[{name: fuse, rules: [" +
            rule + "]}]}]\n",
        "work.yaml");
  };
  EXPECT_TRUE(schema.accepts(fused_by("attention")));
  EXPECT_FALSE(schema.accepts(fused_by("attentions")));
}

TEST(Schema, TakesAWarmUpAsATimeOrAMap) {
  const testing::SchemaChecker schema(json_schema("any"));
  for (const std::string warm_up : {"10 ms", "{jobs: 200}", "{time: 10 ms, streams: {eyes: 3}}"}) {
    const std::string report = "report: {warm_up: " + warm_up + "}\n";
    EXPECT_TRUE(schema.accepts(read_yaml_text(experiment + report, "valid.yaml"))) << warm_up;
  }
}

TEST(Schema, TakesAnyMetricInAReportWithFormulas) {
  const testing::SchemaChecker schema(json_schema("any"));
  const std::string report =
      "report: {formulas: {f: {is: jobs, unit: 1/s, over: run}}, metrics: [jobs, f], plot: f}\n";
  EXPECT_TRUE(schema.accepts(read_yaml_text(experiment + report, "valid.yaml")));
}

struct Distributions {
  Distribution tokens;
  DurationDistribution pause;

  void describe(Fields& f) {
    f("tokens", tokens, "a test");
    f("pause", pause, "a test");
  }
};

TEST(Schema, KnowsTheFormsOfDistributions) {
  SchemaParts parts([](const Schema&) { return SchemaParts::Json(); });
  SchemaParts::Json json = parts.record(Codec<Distributions>::schema().fields);
  json["$defs"] = parts.definitions();
  const testing::SchemaChecker schema(json.dump());
  for (const char* valid : {"tokens: 500", "tokens: {lognormal: [500, 0.8]}",
                            "tokens: {geometric: 3}", "tokens: {values: [1, 2]}", "pause: 2 s",
                            "pause: {uniform: [1 s, 3 s]}", "pause: {lognormal: [2 s, 0.5]}"}) {
    EXPECT_TRUE(schema.accepts(read_yaml_text(valid, "valid.yaml"))) << valid;
  }
  for (const char* wrong :
       {"tokens: many", "tokens: [1, 2]", "tokens: {zipf: 3}", "tokens: {exponential: 2 s}",
        "pause: 2", "pause: {exponential: 2}", "pause: {geometric: 2 s}"}) {
    EXPECT_FALSE(schema.accepts(read_yaml_text(wrong, "wrong.yaml"))) << wrong;
  }
}

}  // namespace
}  // namespace kairos
