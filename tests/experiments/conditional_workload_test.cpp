// Tests workload documents with conditional tasks and edges, shares and amounts: how they are read
// and written, which mistakes are refused, and the metrics and formulas of amounts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/formulas/formula.hpp"
#include "experiments/static/quality_runs.hpp"
#include "sim/base/registry.hpp"
#include "tests/support/formulas.hpp"
#include "workloads/import/workload_document.hpp"
#include "workloads/writers/writer.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;
using testing::sweep_of;
using testing::value;

/// An experiment with the tasks of one application, which takes 2 ms for `detect`, 4 ms for
/// `recognise` and 1 ms for `track` on an element of 2 W, or 1 W if it is idle. Jobs arrive at 0
/// and at 20 ms.
std::string experiment(const std::string& tasks, const std::string& rest = "") {
  return R"(name: conditional
platform:
  name: chip
  clusters:
    - {name: cpu, kind: cpu, kernels: {detect: 2 ms, recognise: 4 ms, track: 1 ms}, power: {busy: 2 W, idle: 1 W}}
workload:
  name: work
  applications:
    - name: frames
      tasks:
)" + tasks +
         R"(
  streams: [{name: camera, mix: {frames: 1}, arrivals: {name: trace, times: [0 s, 20 ms]}}]
policies: [first_come]
)" + rest;
}

const std::string three_objects =
    "        - {name: detect, amount: {name: objects, is: 3}}\n"
    "        - {name: recognise, for_each: objects, after: {detect: 0 B}}\n"
    "        - {name: track, probability: 0, after: {recognise: 0 B}}\n";

std::string complaint(const std::string& tasks, const std::string& rest = "") {
  try {
    static_cast<void>(sweep_of(experiment(tasks, rest)).runs.front().scenario());
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

WorkloadConfig workload_of(const std::string& tasks) {
  WorkloadConfig config;
  Codec<WorkloadConfig>::read(
      read_yaml_text("name: work\napplications:\n    - name: frames\n      tasks:\n" + tasks,
                     "work.yaml"),
      config);
  return config;
}

/// Each of the two jobs runs for 2 + 3 * 4 = 14 ms and skips one task. The run ends at 34 ms, so it
/// takes 28 ms * 2 W + 6 ms * 1 W = 62 mJ.
TEST(ConditionalWorkload, AmountsAreMetricsAndMayBeUsedInFormulas) {
  const Sweep sweep = sweep_of(experiment(three_objects, R"(report:
  formulas:
    j_per_object: {is: energy_j / objects, unit: J}
    s_per_object: {is: latency_s / objects, unit: s, over: jobs}
    twice: {is: 2 * s_per_object, over: jobs}
  metrics: [objects, j_per_object]
  plot: objects
)"));
  const std::vector<Metric> metrics = run(sweep.runs.front()).metrics;
  EXPECT_EQ(value(metrics, "objects"), 6);
  EXPECT_EQ(value(metrics, "objects", "frames"), 6);
  EXPECT_EQ(value(metrics, "objects", "camera"), 6);
  EXPECT_EQ(value(metrics, "tasks"), 4);
  EXPECT_EQ(value(metrics, "tasks_skipped"), 2);
  EXPECT_NEAR(value(metrics, "j_per_object").value(), 62e-3 / 6, 1e-12);
  EXPECT_NEAR(value(metrics, "s_per_object").value(), 14e-3 / 3, 1e-12);
  EXPECT_NEAR(value(metrics, "twice", "camera").value(), 28e-3 / 3, 1e-12);
  const std::vector<MetricInfo> known = known_metrics(sweep.experiment->report.formulas);
  const auto info = std::ranges::find(known, "objects", &MetricInfo::name);
  ASSERT_NE(info, known.end());
  EXPECT_EQ(info->unit, "objects");
}

TEST(ConditionalWorkload, RunsWithoutAmountsHaveNoSuchMetrics) {
  const Sweep sweep = sweep_of(experiment("        - {name: detect}\n"));
  const std::vector<Metric> metrics = run(sweep.runs.front()).metrics;
  EXPECT_EQ(value(metrics, "tasks_skipped"), std::nullopt);
}

/// The slowdown refers to the path with the expected amounts: 2 + 12 + 1 ms.
TEST(ConditionalWorkload, SlowdownCountsExpectedAmounts) {
  const std::vector<Metric> metrics = run(sweep_of(experiment(three_objects)).runs.front()).metrics;
  EXPECT_NEAR(value(metrics, "slowdown_mean").value(), 14.0 / 15, 1e-12);
}

TEST(ConditionalWorkload, EdgesMayBeBytesOrHaveConditions) {
  const std::string tasks =
      "        - {name: detect}\n"
      "        - {name: recognise, after: {detect: {bytes: 6 MB, probability: 0.2, share: 0.5}}}\n"
      "        - {name: track, after: {detect: 1 MB, recognise: {share: 0.25}}}\n";
  const WorkloadConfig config = workload_of(tasks);
  const auto graph = config.build().applications.front().graph;
  ASSERT_TRUE(graph->has_draws());
  const GraphDraws& draws = graph->draws();
  const auto edge = [&](std::uint32_t task, std::size_t input) {
    return graph->inputs(TaskId{task})[input];
  };
  EXPECT_EQ(edge(1, 0).bytes, Bytes(6e6));
  EXPECT_EQ(draws.edges[edge(1, 0).tensor], (EdgeDraw{0.2, 0.5}));
  EXPECT_EQ(draws.edges[edge(2, 0).tensor], EdgeDraw{});
  EXPECT_EQ(draws.edges[edge(2, 1).tensor], (EdgeDraw{1, 0.25}));
  // The last task works for the larger of 1 and 0.5 * 0.25.
  EXPECT_EQ(draws.scale[TaskId{1}], 0.5);
  EXPECT_EQ(draws.scale[TaskId{2}], 1);
  EXPECT_EQ(draws.sent[edge(2, 1).tensor], 0.125);
  EXPECT_FALSE(
      workload_of("        - {name: detect}\n").build().applications.front().graph->has_draws());
}

/// A document that was written is read back as the same one, also through the format JSON.
TEST(ConditionalWorkload, IsWrittenAsItIsRead) {
  const std::string tasks =
      "        - {name: detect, probability: 0.5, amount: {name: objects, is: 3}}\n"
      "        - {name: recognise, for_each: objects, after: {detect: {bytes: 6 MB, share: 0.5}}}\n"
      "        - {name: track, after: {detect: 1 MB, recognise: {probability: 0.1}}}\n";
  const WorkloadConfig config = workload_of(tasks);
  const auto draws_of = [](const WorkloadConfig& of) {
    return of.build().applications.front().graph->draws();
  };
  for (const Value& written : {Codec<WorkloadConfig>::write(config), document_of(config)}) {
    WorkloadConfig again;
    Codec<WorkloadConfig>::read(written, again);
    const GraphDraws before = draws_of(config);
    const GraphDraws after = draws_of(again);
    EXPECT_EQ(after.probability, before.probability);
    EXPECT_EQ(after.edges, before.edges);
    EXPECT_EQ(after.for_each, before.for_each);
    ASSERT_EQ(after.amounts.size(), 1U);
    EXPECT_EQ(after.amounts.front().name, "objects");
    EXPECT_EQ(after.amounts.front().is, before.amounts.front().is);
  }
  try {
    static_cast<void>(Choice<Writer>("dot").make()->write(config));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("which a DOT file does not hold; use the format json"));
  }
}

TEST(ConditionalWorkload, EdgesMayExcludeEachOther) {
  const WorkloadConfig config = workload_of(
      "        - {name: a}\n"
      "        - {name: c, after: {a: {bytes: 1 MB, one_of: way}}}\n"
      "        - {name: b, after: {a: {one_of: way}}}\n"
      "        - {name: d, after: {c: {probability: 0.25, one_of: next}}}\n"
      "        - {name: e, after: {c: {probability: 0.75, one_of: next}}}\n");
  WorkloadConfig again;
  Codec<WorkloadConfig>::read(document_of(config), again);
  for (const WorkloadConfig& each : {config, again}) {
    const auto graph = each.build().applications.front().graph;
    const GraphDraws& draws = graph->draws();
    ASSERT_EQ(draws.groups.size(), 2U);
    EXPECT_EQ(draws.groups[0].name, "next");
    EXPECT_EQ(draws.groups[1].name, "way");
    EXPECT_EQ(draws.groups[1].maker, TaskId{0});
    // The edges are ordered by the names of their readers, and equally likely.
    const JobTensorId to_b = graph->inputs(TaskId{2})[0].tensor;
    const JobTensorId to_c = graph->inputs(TaskId{1})[0].tensor;
    EXPECT_EQ(draws.groups[1].edges, (std::vector{to_b, to_c}));
    EXPECT_EQ(draws.edges[to_b].probability, 0.5);
    EXPECT_EQ(draws.edges[graph->inputs(TaskId{4})[0].tensor].probability, 0.75);
  }
}

TEST(ConditionalWorkload, RefusesGroupsOfEdgesThatAreNone) {
  const std::string tasks = "        - {name: a}\n        - {name: b}\n";
  EXPECT_THAT(complaint(tasks + "        - {name: c, after: {a: {one_of: way}}}\n"),
              HasSubstr("'way' of edges in job 'frames' has one edge only"));
  EXPECT_THAT(complaint(tasks + "        - {name: c, after: {a: {one_of: way}}}\n"
                                "        - {name: d, after: {b: {one_of: way}}}\n"),
              HasSubstr("leaves the tasks 'a' and 'b'"));
  EXPECT_THAT(
      complaint(tasks + "        - {name: c, after: {a: {probability: 0.5, one_of: way}}}\n"
                        "        - {name: d, after: {a: {probability: 0.4, one_of: way}}}\n"),
      HasSubstr("has probabilities that sum to 0.9"));
}

TEST(ConditionalWorkload, RefusesAmountsThatAreNotThere) {
  EXPECT_THAT(complaint("        - {name: detect, amount: {name: objects, is: 3}}\n"
                        "        - {name: recognise, for_each: object, after: [detect]}\n"),
              HasSubstr("unknown amount 'object'; did you mean 'objects'?"));
  EXPECT_THAT(complaint("        - {name: recognise, for_each: objects}\n"),
              HasSubstr("but no task draws an amount; add 'amount: {name: objects, is: ...}'"));
  EXPECT_THAT(complaint("        - {name: detect, amount: {name: objects, is: 3}}\n"
                        "        - {name: recognise, for_each: objects}\n"),
              HasSubstr("does not come after task 'detect', which draws that amount"));
  EXPECT_THAT(complaint("        - {name: detect, for_each: objects, amount: {name: objects, is: "
                        "3}}\n"),
              HasSubstr("does not come after task 'detect'"));
  EXPECT_THAT(complaint("        - {name: detect, amount: {name: objects, is: 3}}\n"
                        "        - {name: track, amount: {name: objects, is: 3}}\n"),
              HasSubstr("amount 'objects' is drawn twice in job 'frames'"));
}

TEST(ConditionalWorkload, RefusesNamesThatAreTaken) {
  const auto of_name = [](const std::string& name) {
    return complaint("        - {name: detect, amount: {name: " + name + ", is: 3}}\n");
  };
  EXPECT_THAT(of_name("jobs"), HasSubstr("amount 'jobs' has the name of a metric"));
  EXPECT_THAT(of_name("seed"), HasSubstr("a column of the results"));
  EXPECT_THAT(of_name("latency_s"), HasSubstr("the name of an amount that every job has"));
  EXPECT_THAT(of_name("exp"), HasSubstr("the name of a function of formulas"));
  EXPECT_THAT(of_name("2nd"), HasSubstr("letters, digits and '_' that begin with a letter"));
  EXPECT_EQ(of_name("objects"), "nothing");
  EXPECT_THAT(complaint(three_objects, "report: {formulas: {objects: {is: jobs}}}\n"),
              HasSubstr("this is the name of a metric"));
  EXPECT_THAT(complaint(three_objects, "report: {formulas: {f: {is: jobs / object}}}\n"),
              HasSubstr("unknown metric 'object'; did you mean 'objects'?"));
}

TEST(ConditionalWorkload, RefusesValuesOutOfRange) {
  const auto of_edge = [](const std::string& edge) {
    return complaint("        - {name: detect}\n        - {name: track, after: {detect: " + edge +
                     "}}\n");
  };
  EXPECT_THAT(of_edge("{share: 0}"), HasSubstr("greater than 0 and at most 1"));
  EXPECT_THAT(of_edge("{share: 1.5}"), HasSubstr("greater than 0 and at most 1"));
  EXPECT_THAT(of_edge("{probability: 1.5}"), HasSubstr("between 0 and 1"));
  EXPECT_THAT(of_edge("{byte: 1 MB}"), HasSubstr("did you mean 'bytes'?"));
  EXPECT_THAT(of_edge("{bytes: -1 MB}"), HasSubstr("zero or more"));
  EXPECT_THAT(complaint("        - {name: detect, probability: 2}\n"),
              HasSubstr("between 0 and 1"));
}

TEST(ConditionalWorkload, QualityTablesRefuseIt) {
  const std::string quality = R"(name: table
instances:
  - name: frames
    platform: {name: chip, clusters: [{name: cpu, kind: cpu, kernels: {detect: 2 ms}}]}
    workload: {name: work, applications: [{name: frames, tasks: [{name: detect, probability: 0.5}]}]}
policies: [heft]
)";
  try {
    static_cast<void>(expand_quality(read_yaml_text(quality, "quality.yaml")));
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), HasSubstr("compares schedules of jobs whose tasks are known"));
  }
}

}  // namespace
}  // namespace kairos
