// Tests the `alternatives` of applications: how they are written, and the results of their jobs.
#include <map>
#include <set>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"
#include "workloads/import/workload_document.hpp"

namespace kairos {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A job of 10 ms on the GPU, of 6 ms on the NPU, or of 4 ms on both.
std::string experiment(const std::string& alternatives, const std::string& policy = "heft",
                       const std::string& mix = "{}") {
  return fmt::format(R"(name: forms
platform:
  name: two
  clusters:
    - {{name: gpu, kind: gpu, kernels: {{whole: 10 ms, half: 4 ms}}}}
    - {{name: npu, kind: npu, kernels: {{whole: 6 ms, half: 3 ms}}}}
  paths: [{{from: all, to: all, bandwidth: 1 GB/s}}]
workload:
  name: w
  applications:
    - name: work
      deadline: 5 ms
      tasks: [{{name: whole}}]
      alternatives: {}
  streams: [{{mix: {}, arrivals: {{name: trace, times: [0 s]}}}}]
policies: [{}]
)",
                     alternatives, mix, policy);
}

constexpr auto three_forms =
    "{gpu: {runs_on: gpu}, npu: {runs_on: npu}, both: {tasks: [{name: left, kernel: half, runs_on: "
    "gpu}, {name: right, kernel: half, runs_on: npu}]}}";

RunConfig run_of(const std::string& text) {
  return expand(experiment_from_text(text, "forms.yaml")).runs.front();
}

std::map<std::string, double> metrics_of(const std::string& text, const std::string& subject = {}) {
  std::map<std::string, double> values;
  for (const Metric& metric : run(run_of(text)).metrics) {
    if (metric.subject == subject) values[metric.name] = metric.value;
  }
  return values;
}

std::string complaint(const std::string& text) {
  try {
    static_cast<void>(run_of(text).scenario());
  } catch (const InputError& error) {
    return error.what();
  }
  return "nothing";
}

std::vector<std::string> names_of_applications(const Workload& workload) {
  std::vector<std::string> names;
  for (const Application& application : workload.applications) names.push_back(application.name);
  return names;
}

TEST(Alternatives, BecomeApplicationsInTheOrderOfTheFile) {
  const auto scenario = run_of(experiment(three_forms)).scenario();
  const Workload& workload = scenario->workload;
  EXPECT_THAT(names_of_applications(workload),
              ElementsAre("work", "work/gpu", "work/npu", "work/both"));
  EXPECT_THAT(workload.applications.front().forms,
              ElementsAre(ApplicationId{1}, ApplicationId{2}, ApplicationId{3}));
  EXPECT_EQ(workload.applications.front().graph, workload.applications[ApplicationId{1}].graph);
  EXPECT_EQ((*workload.applications[ApplicationId{2}].graph)[TaskId{0}].runs_on, "npu");
  EXPECT_EQ(workload.applications[ApplicationId{3}].graph->size(), 2U);
  EXPECT_EQ(workload.owner(ApplicationId{3}), ApplicationId{0});
  EXPECT_EQ(workload.applications[ApplicationId{3}].deadline, Duration::picoseconds(5'000'000'000));
  EXPECT_THAT(workload.streams.front().weights, ElementsAre(1, 0, 0, 0));
}

TEST(Alternatives, AreChosenByPoliciesThatPlan) {
  EXPECT_NEAR(metrics_of(experiment(three_forms, "heft")).at("makespan_s"), 4e-3, 1e-12);
  EXPECT_NEAR(metrics_of(experiment(three_forms, "earliest_finish")).at("makespan_s"), 10e-3,
              1e-12);
}

TEST(Alternatives, CanBeFixedByTheMixOfAStream) {
  const std::string fixed = experiment(three_forms, "heft", "{work/npu: 1}");
  EXPECT_NEAR(metrics_of(fixed).at("makespan_s"), 6e-3, 1e-12);
}

/// The application counts the jobs of all forms; a form counts its own. The longest path of a job
/// is that of the fastest form, so a job of 10 ms has a slowdown of 10 / 4.
TEST(Alternatives, HaveMetricsOfTheirOwn) {
  const std::string slow = experiment(three_forms, "earliest_finish");
  for (const std::string subject : {"work", "work/gpu"}) {
    const auto values = metrics_of(slow, subject);
    EXPECT_EQ(values.at("jobs"), 1) << subject;
    EXPECT_NEAR(values.at("latency_mean_s"), 10e-3, 1e-12) << subject;
    EXPECT_NEAR(values.at("slowdown_mean"), 2.5, 1e-12) << subject;
    EXPECT_EQ(values.at("deadline_misses"), 1) << subject;
  }
  EXPECT_TRUE(metrics_of(slow, "work/npu").empty());
}

TEST(Alternatives, MayAllHaveGraphsOfTheirOwn) {
  std::string text = experiment(
      "{slow: {tasks: [{name: whole, runs_on: gpu}]}, fast: {tasks: "
      "[{name: whole, runs_on: npu}]}}");
  const std::string own = "      tasks: [{name: whole}]\n";
  text.erase(text.find(own), own.size());
  EXPECT_NEAR(metrics_of(text).at("makespan_s"), 6e-3, 1e-12);
}

TEST(Alternatives, AreReadAgainAsTheyAreWritten) {
  const Value document = read_yaml_text(experiment(three_forms), "forms.yaml");
  WorkloadConfig config;
  Codec<WorkloadConfig>::read(*document.find("workload"), config);
  for (const Value& written : {Codec<WorkloadConfig>::write(config), document_of(config)}) {
    WorkloadConfig again;
    Codec<WorkloadConfig>::read(written, again);
    const Workload workload = again.build();
    EXPECT_THAT(names_of_applications(workload),
                ElementsAre("work", "work/gpu", "work/npu", "work/both"));
    EXPECT_EQ((*workload.applications[ApplicationId{2}].graph)[TaskId{0}].runs_on, "npu");
    EXPECT_EQ((*workload.applications[ApplicationId{3}].graph)[TaskId{1}].name, "right");
  }
}

TEST(Alternatives, AreRefusedWithTheirPlace) {
  EXPECT_THAT(complaint(experiment("{gpu: {runs_on: gqu}}")), HasSubstr("did you mean 'gpu'"));
  EXPECT_THAT(complaint(experiment("{gpu: {run_on: gpu}}")), HasSubstr("forms.yaml:14"));
  EXPECT_THAT(complaint(experiment("{gpu: {transforms: [fuse]}}")),
              HasSubstr("'work/gpu' has 'transforms', which change networks"));
  EXPECT_THAT(complaint(experiment("{half: {shares: [1/2]}}")),
              HasSubstr("none of its transforms is a 'split'"));
  EXPECT_THAT(complaint(experiment("[gpu, npu]")), HasSubstr("expected a map"));
  EXPECT_THAT(complaint(experiment(three_forms, "heft", "{work/bth: 1}")),
              HasSubstr("did you mean 'work/both'"));
}

/// Two products of 2 * 1024 * 1024 and 2 * 1024 * 32 operations, on two elements of 1 Gop/s.
std::string products(const std::string& policy) {
  return fmt::format(R"(name: products
platform:
  name: two
  clusters:
    - {{name: gpu, kind: gpu, compute: {{matrix: {{any: 1 Gop/s}}}}}}
    - {{name: npu, kind: npu, compute: {{matrix: {{any: 1 Gop/s}}}}}}
  paths: [{{from: all, to: all, bandwidth: 1 TB/s}}]
cost: roofline
workload:
  name: w
  applications:
    - name: net
      network:
        name: net
        tensors:
          - {{name: x, shape: [1, 1024]}}
          - {{name: a, shape: [1024, 1024], role: weight}}
          - {{name: b, shape: [1024, 32], role: weight}}
        operators:
          - {{name: first, kind: matrix_product, reads: [x, a]}}
          - {{name: second, kind: matrix_product, reads: [first, b]}}
      alternatives:
        gpu: {{runs_on: gpu}}
        halves: {{transforms: [{{name: split, axis: columns, over: [gpu, npu]}}]}}
      per_operator: true
  streams: [{{arrivals: {{name: trace, times: [0 s]}}}}]
policies: [{}]
)",
                     policy);
}

/// Notes the tasks that finish, by name.
class Finished final : public Probe {
 public:
  explicit Finished(const Workload& workload) : workload_(workload) {}

  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskFinished>(); }
  void observe(Time /*now*/, Event event) override {
    const TaskFinished& task = *event.as<TaskFinished>();
    const Application& application = workload_.applications[task.application];
    tasks.insert(application.name + ": " + (*application.graph)[task.task.task].name);
  }

  std::set<std::string> tasks;

 private:
  const Workload& workload_;
};

/// With 100 us for joining, the first product takes 2097.152 us on the GPU or 1048.576 us + 100 us
/// in halves, and the second one 65.536 us or 32.768 us + 100 us. The second product waits for the
/// half from the NPU, 512 values of 4 bytes at 1 TB/s.
TEST(PartitionPolicy, GivesEveryOperatorTheFormThatEndsFirst) {
  const RunConfig config = run_of(products("{name: partition, synchronisation: 100 us}"));
  Finished finished(config.scenario()->workload);
  const Outcome outcome = run(config, {&finished});
  EXPECT_THAT(finished.tasks, ElementsAre("net/each operator: first.0 (halves)",
                                          "net/each operator: first.1 (halves)",
                                          "net/each operator: second (gpu)"));
  for (const Metric& metric : outcome.metrics) {
    if (metric.name != "makespan_s") continue;
    EXPECT_NEAR(metric.value, (1048.576 + 0.002048 + 65.536) * 1e-6, 1e-12);
  }
}

/// Policies that choose one form for the whole job divide both products: the halves of the second
/// one wait for both halves of the first one.
TEST(PartitionPolicy, IsTheOnlyOneThatChoosesForOperators) {
  EXPECT_NEAR(metrics_of(products("heft")).at("makespan_s"), (1048.576 + 0.002048 + 32.768) * 1e-6,
              1e-12);
}

TEST(Alternatives, StandForOneFormPerShare) {
  std::string text = products("heft");
  const std::string halves =
      "halves: {transforms: [{name: split, axis: columns, over: [gpu, npu]}]}";
  text.replace(
      text.find(halves), halves.size(),
      "split: {transforms: [{name: split, axis: columns, over: [gpu, npu]}], shares: [1/4, "
      "0.5]}");
  const auto scenario = run_of(text).scenario();
  const Workload& workload = scenario->workload;
  EXPECT_THAT(names_of_applications(workload),
              ElementsAre("net", "net/gpu", "net/split 1/4", "net/split 0.5", "net/each operator"));
  const JobGraph& quarter = *workload.applications[ApplicationId{2}].graph;
  EXPECT_EQ(quarter[TaskId{0}].work, Operations(2.0 * 1024 * 256));
  EXPECT_EQ(quarter[TaskId{1}].work, Operations(2.0 * 1024 * 768));
}

}  // namespace
}  // namespace kairos
