// Tests that planned policies give the makespans of the literature, and valid schedules that are
// not shorter than the optimum.
#include <map>

#include <gtest/gtest.h>

#include "policies/planning/greedy_policy.hpp"
#include "tests/support/builders.hpp"
#include "tests/support/published_graphs.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

double makespan(const StaticInstance& instance, const std::string& policy) {
  const RunResult result = run_with(instance.scenario(), planning(policy));
  return static_cast<double>(result.end.picoseconds()) / instance.picoseconds_per_unit();
}

void expect_makespans(const StaticInstance& instance,
                      const std::map<std::string, double>& published) {
  for (const auto& [policy, length] : published) {
    EXPECT_DOUBLE_EQ(makespan(instance, policy), length) << policy << " on " << instance.name;
  }
}

TEST(Textbook, Canonical) {
  expect_makespans(canonical(), {{"heft", 80},
                                 {"cpop", 86},
                                 {"dls", 91},
                                 {"peft", 85},
                                 {"lookahead_heft", 76},
                                 {"min_min", 76},
                                 {"max_min", 97},
                                 {"sufferage", 76},
                                 {"earliest_finish", 80},
                                 {"minimum_execution", 82},
                                 {"earliest_task_first", 93},
                                 {"olb", 102}});
}

TEST(Textbook, ExampleOfPeft) {
  expect_makespans(peft_example(), {{"heft", 133},
                                    {"cpop", 167},
                                    {"dls", 134},
                                    {"peft", 122},
                                    {"lookahead_heft", 127},
                                    {"min_min", 122},
                                    {"earliest_task_first", 125}});
}

/// The columns are HEFT, CPOP, PEFT, lookahead and DLS. CPOP is not defined on a graph with two
/// entries.
TEST(Textbook, SmallGraphs) {
  const auto row = [](double heft, double cpop, double peft, double lookahead, double dls) {
    return std::map<std::string, double>{{"heft", heft},
                                         {"cpop", cpop},
                                         {"peft", peft},
                                         {"lookahead_heft", lookahead},
                                         {"dls", dls}};
  };
  expect_makespans(ahmad(), row(27, 29, 27, 27, 30));
  expect_makespans(hamid(), row(110, 121, 101, 100, 116));
  expect_makespans(heteropar(), row(150, 124, 124, 124, 150));
  expect_makespans(hsu(), row(92, 80, 82, 89, 82));
  expect_makespans(sample(), row(84, 95, 92, 92, 93));
  expect_makespans(daoud(), {{"heft", 65.5}, {"peft", 60}, {"lookahead_heft", 65}, {"dls", 65.5}});
}

/// The optima are proved by exhaustive search.
TEST(Textbook, NothingBeatsTheOptimum) {
  for (const std::string& policy : Registry<Policy>::names()) {
    if (may_copy(Choice<Policy>(policy))) continue;
    EXPECT_GE(makespan(canonical(), policy), 73) << policy;
    EXPECT_GE(makespan(peft_example(), policy), 113) << policy;
    EXPECT_GE(makespan(heteropar(), policy), 124) << policy;
  }
}

/// Other weights give other ranks and orders; the schedules are still not shorter than the optimum.
TEST(Heft, RanksByMeanBestOrWorst) {
  std::map<std::string, double> length;
  for (const char* rank : {"mean", "best", "worst"}) {
    Choice<Policy> heft("heft");
    heft.options.set("rank", Value::scalar(rank));
    const RunResult result = run_with(canonical().scenario(), heft);
    length[rank] =
        static_cast<double>(result.end.picoseconds()) / canonical().picoseconds_per_unit();
  }
  EXPECT_DOUBLE_EQ(length["mean"], 80);
  EXPECT_GE(length["best"], 73);
  EXPECT_GE(length["worst"], 73);
  Choice<Policy> wrong("heft");
  wrong.options.set("rank", Value::scalar("median"));
  EXPECT_THROW(static_cast<void>(wrong.make()), InputError);
}

}  // namespace
}  // namespace kairos
