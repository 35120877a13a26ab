// Tests how policies choose the form of a job when it arrives.
#include "tests/support/forms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "policies/run.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Jobs of 10 us on the GPU, of 6 us on the NPU, or divided into 4 us and 3 us on both at once.
Scenario three_forms(const std::vector<Duration>& arrivals = {Duration{}}) {
  const auto whole = [](const std::string& kernel) {
    return graph("job").task_of_kernel("whole", kernel).build();
  };
  Scenario s = scenario(chip()
                            .element("gpu", {{"on gpu", 10_us}, {"left", 4_us}})
                            .element("npu", {{"on npu", 6_us}, {"right", 3_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        whole("on gpu"), arrivals);
  add_form(s, "gpu", whole("on gpu"));
  add_form(s, "npu", whole("on npu"));
  add_form(s, "both", graph("job").task("left").task("right").build());
  return s;
}

Time at(Duration since_start) {
  return Time(since_start);
}

TEST(Forms, PoliciesThatDoNotChooseTakeTheFirst) {
  const Scenario s = three_forms();
  for (const std::string policy : {"earliest_finish", "heft_rt", "srpt_eft", "first_come", "edf",
                                   "least_laxity", "min_min", "learned"}) {
    const RunResult result = run_with(s, policy);
    EXPECT_EQ(form_of(s, result), "job/gpu") << policy;
    EXPECT_EQ(result.end, at(10_us)) << policy;
  }
}

TEST(Forms, PoliciesThatPlanTakeTheOneWhosePlanEndsFirst) {
  const Scenario s = three_forms();
  for (const std::string policy :
       {"heft", "heft_duplication", "cpop", "peft", "lookahead_heft", "dls", "bil", "fcp", "flb",
        "mcp", "linear_clustering", "annealing", "iterated_local_search", "genetic", "nsga2",
        "pgsam", "optimal", "rolling_horizon", "partition"}) {
    const RunResult result = run_with(s, short_search(policy));
    EXPECT_EQ(form_of(s, result), "job/both") << policy;
    EXPECT_EQ(result.end, at(4_us)) << policy;
  }
}

TEST(Forms, GreedyPoliciesChooseIfTheyPlan) {
  const Scenario s = three_forms();
  for (const std::string policy : {"earliest_finish", "min_min", "earliest_task_first"}) {
    Choice<Policy> choice(policy);
    choice.options.set("plan", Value::scalar("true"));
    EXPECT_EQ(run_with(s, choice).end, at(4_us)) << policy;
  }
}

/// Three jobs arrive at once: 10 us on the GPU; then 12 us on the NPU rather than 20 on the GPU;
/// then 20 us on the GPU rather than 24 on the NPU.
TEST(Forms, AreChosenAroundEarlierJobs) {
  Scenario s = scenario(chip()
                            .element("gpu", {{"on gpu", 10_us}})
                            .element("npu", {{"on npu", 12_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("on gpu").build(), {0_us, 0_us, 0_us});
  add_form(s, "gpu", graph("job").task("on gpu").build());
  add_form(s, "npu", graph("job").task("on npu").build());
  for (const std::string policy : {"heft", "optimal", "rolling_horizon", "partition"}) {
    const RunResult result = run_with(s, short_search(policy));
    EXPECT_EQ(form_of(s, result, 0), "job/gpu") << policy;
    EXPECT_EQ(form_of(s, result, 1), "job/npu") << policy;
    EXPECT_EQ(form_of(s, result, 2), "job/gpu") << policy;
    EXPECT_EQ(result.end, at(20_us)) << policy;
  }
}

TEST(Forms, EqualOnesGoToTheFirst) {
  Scenario s = scenario(chip()
                            .element("gpu", {{"a", 5_us}})
                            .element("npu", {{"b", 5_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("a").build());
  add_form(s, "npu", graph("job").task("b").build());
  add_form(s, "gpu", graph("job").task("a").build());
  const RunResult result = run_with(s, "heft");
  EXPECT_EQ(form_of(s, result), "job/npu");
}

/// The NPU has failed before the job arrives, and it never returns.
TEST(Forms, WithAnElementThatIsDownAreAvoided) {
  Scenario s = three_forms({2_us});
  s.incidents.push_back({at(1_us), Incident::Kind::failure, {}, 0, ElementId{1}});
  for (const std::string policy : {"heft", "annealing", "partition"}) {
    const RunResult result = run_with(s, short_search(policy));
    EXPECT_EQ(form_of(s, result), "job/gpu") << policy;
    EXPECT_EQ(result.end, at(12_us)) << policy;
  }
}

/// A transfer takes 10 us. HEFT plans 6 us for the fork and takes the single task of 5 us. With a
/// copy of `a` on the second element, the fork ends after 4 us.
TEST(Forms, AreWeighedWithCopiesByPoliciesThatCopy) {
  Scenario s = scenario(chip()
                            .cluster("cpu", 2, {{"a", 2_us}, {"b", 2_us}, {"c", 2_us}, {"d", 5_us}})
                            .bandwidth(BytesPerSecond(1e9))
                            .build(),
                        graph("job").task("d").build());
  add_form(s, "single", graph("job").task("d").build());
  add_form(s, "fork",
           graph("job")
               .task("a")
               .task("b", {{"a", Bytes(10'000)}})
               .task("c", {{"a", Bytes(10'000)}})
               .build());
  EXPECT_EQ(run_with(s, "heft").end, at(5_us));
  const RunResult result = run_with(s, "heft_duplication");
  EXPECT_EQ(form_of(s, result), "job/fork");
  EXPECT_EQ(result.end, at(4_us));
}

/// One task of a chain keeps the whole FPGA busy (sequential), or two tasks run as a pipeline
/// (dataflow). The first stage is faster in sequence, the second one as a pipeline, so that a form
/// that changes the pattern in between beats both if a change is fast (InTAR: 10 to 20 ns).
Scenario patterns(Duration change) {
  Scenario s = scenario(chip()
                            .element("fpga", {{"sequential 1", 8_us},
                                              {"sequential 2", 20_us},
                                              {"dataflow 1", 12_us},
                                              {"dataflow 2", 10_us},
                                              {"change", change}})
                            .build(),
                        graph("job").task("change").build());
  const auto chain = [](const std::vector<std::string>& tasks) {
    GraphBuilder builder = graph("job");
    std::string before;
    for (const std::string& task : tasks) {
      if (before.empty()) {
        builder.task(task);
      } else {
        builder.task(task, {{before, Bytes(0)}});
      }
      before = task;
    }
    return builder.build();
  };
  add_form(s, "sequential", chain({"sequential 1", "sequential 2"}));
  add_form(s, "dataflow", chain({"dataflow 1", "dataflow 2"}));
  add_form(s, "hybrid", chain({"sequential 1", "change", "dataflow 2"}));
  return s;
}

TEST(Forms, ThatChangeThePatternAreNeverWorseThanOnePattern) {
  for (const Duration change : {0_us, Duration::picoseconds(15'000), 1_us, 3_us}) {
    const Scenario s = patterns(change);
    const RunResult result = run_with(s, "heft");
    EXPECT_EQ(form_of(s, result), "job/hybrid");
    EXPECT_EQ(result.end, at(18_us + change));
  }
  EXPECT_EQ(run_with(patterns(5_us), "heft").end, at(22_us)) << "8 + 5 + 10 > 12 + 10";
}

/// The results are needed on the main cluster. Forms with a result elsewhere need the time for
/// joining in addition.
TEST(PartitionPolicy, CountsTheTimeForJoiningResults) {
  Scenario s = three_forms();
  Choice<Policy> policy("partition");
  policy.options.set("synchronisation", Value::scalar("5 us"));
  EXPECT_EQ(form_of(s, run_with(s, policy)), "job/both");  // 4 + 5 us, 10 us, 6 + 5 us
  policy.options.set("synchronisation", Value::scalar("7 us"));
  EXPECT_EQ(form_of(s, run_with(s, policy)), "job/gpu");  // 4 + 7 us, 10 us, 6 + 7 us
  policy.options.set("main", Value::scalar("npu"));
  EXPECT_EQ(form_of(s, run_with(s, policy)), "job/npu");  // 4 + 7 us, 10 + 7 us, 6 us
}

/// A policy that takes a form that does not exist.
class Careless final : public Policy {
 public:
  void choose_form(const SystemView& /*view*/, JobId /*job*/, JobForms& forms) override {
    forms.take(forms.count());
  }
  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    return Decision{task, view.elements_for(task).front()};
  }
};

TEST(Forms, ThatDoNotExistAreRefused) {
  const Scenario s = three_forms();
  Simulator simulator(s, make_event_backend(s.platform));
  Careless policy;
  EXPECT_THROW(run(simulator, policy), std::logic_error);
}

/// A policy that looks at all forms and takes the second one.
class Curious final : public Policy {
 public:
  void choose_form(const SystemView& view, JobId job, JobForms& forms) override {
    for (std::size_t form = 0; form < forms.count(); ++form) {
      forms.take(form);
      for (const TaskId task : ids<TaskId>(view.graph(job).size())) {
        for (const ElementId element : view.elements_for({job, task})) {
          seen.push_back(forms[form].name + " " + view.graph(job)[task].name + " " +
                         view.platform().elements[element].name + " " +
                         format(view.duration({job, task}, element)));
        }
      }
    }
    forms.take(1);
  }
  std::optional<Decision> decide(const SystemView& view) override {
    const TaskRef task = view.ready().front();
    return Decision{task, view.elements_for(task).front()};
  }

  std::vector<std::string> seen;
};

TEST(Forms, AreSeenWithTheDurationsOfTheirTasks) {
  const Scenario s = three_forms();
  Simulator simulator(s, make_event_backend(s.platform));
  Curious policy;
  run(simulator, policy);
  EXPECT_THAT(policy.seen,
              ::testing::ElementsAre("job/gpu whole gpu 10 us", "job/npu whole npu 6 us",
                                     "job/both left gpu 4 us", "job/both right npu 3 us"));
  EXPECT_EQ(simulator.view().now(), at(6_us));
}

}  // namespace
}  // namespace kairos
