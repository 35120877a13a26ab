// Tests that one file is enough to add a plug-in of each kind: this folder adds a policy, a cost
// model, a metric, a report format and a kind of file, and no other file names them.
#include <algorithm>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/report/report_writer.hpp"
#include "experiments/schema/json_schema.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

/// The runs of an experiment that uses the plug-ins by name.
Sweep extended() {
  return expand(experiment_from_text(R"(name: extended
platform: ds3_soc
workload:
  use: ds3
  streams: [{mix: {wifi_tx: 1}, arrivals: {name: periodic, rate: 1 /ms}, jobs: 2}]
cost: {name: constant, time: 2 us}
policies: [last_element]
report: {metrics: [finished_tasks]}
)",
                                     "extended.yaml"));
}

std::vector<RunRecord> records(const Sweep& sweep) {
  std::vector<RunRecord> all;
  for (const RunConfig& config : sweep.runs) all.push_back({config.key, run(config)});
  return all;
}

TEST(Extension, PolicyCostModelAndMetricWorkTogether) {
  const std::vector<RunRecord> runs = records(extended());
  ASSERT_EQ(runs.size(), 1U);
  const std::vector<Metric>& metrics = runs.front().outcome.metrics;
  const auto value_of = [&](const std::string& name) {
    return std::ranges::find(metrics, name, &Metric::name)->value;
  };
  EXPECT_EQ(value_of("finished_tasks"), 54);        // Two jobs of 27 tasks.
  EXPECT_GE(value_of("latency_mean_s"), 7 * 2e-6);  // The longest path has seven tasks.
}

TEST(Extension, ReportFormatIsFoundByItsName) {
  const std::vector<RunRecord> runs = records(extended());
  const Comparison comparison = compare(runs, {"finished_tasks"}, "last_element");
  EXPECT_EQ(written_as("names", comparison), "last_element\nfinished_tasks\n");
}

TEST(Extension, KindOfFileIsRecognisedCheckedAndInTheSchema) {
  const Value note = read_yaml_text("{author: me, text: hello}", "note.yaml");
  EXPECT_EQ(kind_of(note), "note");
  EXPECT_EQ(Choice<FileKind>("note").make()->check(note, {}), "the note by 'me' is fine");
  EXPECT_THAT(schema_names(), Contains("note"));
  EXPECT_THAT(json_schema("any"), HasSubstr("the person who wrote the note"));
  try {
    require_kind(note, "experiment");
    FAIL() << "a note is not an experiment";
  } catch (const InputError& error) {
    EXPECT_STREQ(error.what(), "note.yaml: this is a note, not an experiment; read it");
  }
}

}  // namespace
}  // namespace kairos
