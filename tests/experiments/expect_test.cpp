// Tests the rows of `expect`: which runs, metrics and amounts they take, and what is refused.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "experiments/experiment/run.hpp"
#include "experiments/gallery/compare_rows.hpp"
#include "experiments/gallery/network_amounts.hpp"
#include "tests/support/documentation.hpp"

namespace kairos {
namespace {

using ::testing::HasSubstr;

/// A job of one task of 10 or 20 ms, under two policies that do the same.
const std::string steps = R"(name: steps
platform: {name: chip, clusters: [{name: cpu, kind: cpu, kernels: {step: 10 ms}}]}
workload:
  name: one
  applications: [{name: app, tasks: [{name: t, kernel: step}]}]
  streams: [{arrivals: {name: closed, jobs: 1}, jobs: 1}]
policies: [earliest_finish, heft]
sweep: {platform.clusters.0.kernels.step: [10 ms, 20 ms]}
report: {formulas: {twice_s: {is: 2 * makespan_s, unit: s}}}
)";

/// A product of 8 rows of 512 values with a matrix of 512 x 1024, and its activation, in fp16. The
/// product has 8 * 512 * 1024 = 4,194,304 MACs.
const std::string network = R"(name: network
platform:
  name: chip
  clusters: [{name: npu, kind: npu, compute: {matrix: {any: 1 Gop/s}, vector: {any: 1 Gop/s}}}]
workload:
  name: one
  applications:
    - name: net
      network:
        name: net
        tensors:
          - {name: x, shape: [8, 512], type: fp16}
          - {name: w, shape: [512, 1024], type: fp16, role: weight}
        operators:
          - {name: product, kind: matrix_product, reads: [x, w]}
          - {name: relu, kind: pointwise, reads: product}
  streams: [{arrivals: {name: closed, jobs: 1}, jobs: 1}]
cost: roofline
policies: [earliest_finish, heft]
)";

Sweep sweep_of(const std::string& experiment, const std::string& rows) {
  return expand(experiment_from_text(experiment + "expect:\n" + rows, "test.yaml"));
}

std::vector<ComparedRow> compared(const std::string& experiment, const std::string& rows) {
  const Sweep sweep = sweep_of(experiment, rows);
  const std::vector<ExpectedRow> expected = expected_rows(sweep);
  Outcomes outcomes;
  for (const std::size_t i : runs_of(expected)) outcomes[i] = run(sweep.runs[i]);
  return compare_rows(expected, sweep, outcomes);
}

/// The simulated value of the last row.
double simulated(const std::string& experiment, const std::string& rows) {
  const ComparedRow row = compared(experiment, rows).back();
  EXPECT_TRUE(row.simulated.has_value()) << row.why;
  return row.simulated.value_or(-1);
}

std::string refusal(const std::string& experiment, const std::string& rows) {
  try {
    static_cast<void>(expected_rows(sweep_of(experiment, rows)));
  } catch (const InputError& error) {
    return error.what();
  }
  return "accepted";
}

TEST(Expect, TakesAMetricOfTheRunsThatItIsAbout) {
  const std::string row =
      "  - {where: {policy: heft, kernels.step: 20 ms}, metric: makespan_s, value: 20 ms, "
      "tolerance: 1 %}\n";
  const std::vector<ComparedRow> rows = compared(steps, row);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_DOUBLE_EQ(rows[0].published.value(), 20);
  EXPECT_DOUBLE_EQ(rows[0].simulated.value(), 20);
  EXPECT_EQ(rows[0].unit, "ms");
  EXPECT_EQ(rows[0].verdict, Verdict::within);
}

TEST(Expect, RunsOnlyWhatRowsUse) {
  const Sweep sweep = sweep_of(
      steps,
      "  - {where: {policy: heft, step: 20 ms}, metric: makespan_s, value: 20 ms, tolerance: 0}\n"
      "  - {formula: 2 + 2, value: 4, kind: arithmetic}\n");
  EXPECT_THAT(runs_of(expected_rows(sweep)), ::testing::ElementsAre(3U));
}

TEST(Expect, HasTheUnitOfTheMetricIfNoneIsWritten) {
  const std::vector<ComparedRow> rows =
      compared(steps,
               "  - {where: {policy: heft, step: 10 ms}, metric: twice_s, value: 0.02, tolerance: "
               "1e-9}\n");
  EXPECT_EQ(rows[0].unit, "s");
  EXPECT_EQ(rows[0].verdict, Verdict::within);
}

TEST(Expect, TakesMetricsOfSubjects) {
  EXPECT_DOUBLE_EQ(
      simulated(steps,
                "  - {where: {policy: heft, step: 10 ms}, of: app, metric: latency_mean_s, "
                "value: 10, unit: ms, tolerance: 1 %}\n"),
      10);
}

/// 20 ms over 10 ms.
TEST(Expect, UsesTheValuesOfOtherRowsInExpressions) {
  const std::string rows =
      "  - {name: speed_up, formula: slow / fast, value: 2, kind: arithmetic}\n"
      "  - {name: slow, where: {policy: heft, step: 20 ms}, metric: makespan_s}\n"
      "  - {name: fast, where: {policy: heft, step: 10 ms}, metric: makespan_s}\n";
  const std::vector<ComparedRow> result = compared(steps, rows);
  ASSERT_EQ(result.size(), 1U);  // The others only serve this one.
  EXPECT_DOUBLE_EQ(result[0].simulated.value(), 2);
}

TEST(Expect, CombinesSeveralPointsOrPolicies) {
  const auto over = [](const std::string& how) {
    return simulated(steps, "  - {where: {policy: heft}, over: " + how +
                                ", metric: makespan_s, value: 10 ms, tolerance: 1 %}\n");
  };
  EXPECT_DOUBLE_EQ(over("mean"), 15);
  EXPECT_DOUBLE_EQ(over("min"), 10);
  EXPECT_DOUBLE_EQ(over("max"), 20);
  EXPECT_DOUBLE_EQ(over("sum"), 30);
}

TEST(Expect, ComparesTheDirectionWithThatOfAnotherRow) {
  const auto verdict = [](const std::string& step, double published) {
    const std::string rows =
        "  - {name: small, where: {policy: heft, step: 10 ms}, metric: makespan_s, value: 3 ms, "
        "kind: same direction, than: 0}\n"
        "  - {where: {policy: heft, step: " +
        step + "}, metric: makespan_s, value: " + std::to_string(published) +
        " ms, kind: same direction, than: small}\n";
    return compared(steps, rows).back().verdict;
  };
  EXPECT_EQ(verdict("20 ms", 4), Verdict::same_direction);
  EXPECT_EQ(verdict("20 ms", 2), Verdict::other_direction);
  EXPECT_EQ(verdict("10 ms", 3), Verdict::same_direction);
}

TEST(Expect, PassesItsSourceOnToTheRowsBelow) {
  const std::vector<ComparedRow> rows =
      compared(steps,
               "  - {formula: '1', value: 1, kind: arithmetic, source: a book}\n"
               "  - {formula: '2', value: 2, kind: arithmetic}\n");
  EXPECT_EQ(rows[1].source, "a book");
}

TEST(Expect, StatesWhyARowHasNoValue) {
  const ComparedRow row = compared(steps,
                                   "  - {where: {policy: heft, step: 10 ms}, of: nothing, metric: "
                                   "latency_mean_s, value: 10 ms, tolerance: 1 %}\n")
                              .back();
  EXPECT_EQ(row.verdict, Verdict::failed);
  EXPECT_EQ(row.why, "the run has no value of 'latency_mean_s' for 'nothing'");
}

TEST(Expect, TakesAmountsOfNetworks) {
  const auto amount = [](const std::string& of, const std::string& is) {
    return simulated(network,
                     "  - {of: " + of + ", formula: '" + is + "', value: 1, kind: arithmetic}\n");
  };
  EXPECT_EQ(amount("net", "macs"), 8 * 512 * 1024);
  EXPECT_EQ(amount("net/product", "ops"), 2 * 8 * 512 * 1024);
  EXPECT_EQ(amount("net", "weights_bytes"), 512 * 1024 * 2);
  EXPECT_EQ(amount("net", "weights_fp16"), 512 * 1024);
  EXPECT_EQ(amount("net", "weights_int8"), 0);
  EXPECT_EQ(amount("net", "matrices_bytes"), 512 * 1024 * 2);
  EXPECT_EQ(amount("net/relu", "weights"), 0);
  EXPECT_EQ(amount("net/relu", "read_bytes + written_bytes"), 2 * 8 * 1024 * 2);
  EXPECT_EQ(amount("net/*", "operators"), 2);
  EXPECT_EQ(amount("net/*u", "operators"), 1);
  EXPECT_EQ(amount("net", "cache"), 0);
  EXPECT_EQ(amount("net", "executed_macs"), 8 * 512 * 1024);
}

/// 2 * 4,194,304 operations at 1 Gop/s.
TEST(Expect, TakesTheCostOfAnOperator) {
  const double seconds = simulated(
      network, "  - {of: net/product, metric: compute_s, value: 8.388608 ms, tolerance: 1e-9}\n");
  EXPECT_NEAR(seconds, 8.388608, 1e-9);
}

/// One row of the page stands for the weights in all data types.
TEST(Expect, HasItsAmountsInTheDocumentation) {
  const auto documented = testing::table_below("### Published values", "experiments.md");
  for (const MetricInfo& amount : network_amounts()) {
    if (amount.meaning.find(" weights in ") != std::string::npos) continue;
    EXPECT_THAT(documented, ::testing::Contains(std::vector<std::string>{amount.name, amount.unit,
                                                                         amount.meaning}));
  }
}

TEST(Expect, RefusesUnknownNames) {
  const std::string end = ", value: 1, tolerance: 1 %}\n";
  EXPECT_THAT(refusal(steps, "  - {metric: makespan" + end),
              HasSubstr("test.yaml:11:5: unknown metric 'makespan'; did you mean 'makespan_s'?"));
  EXPECT_THAT(refusal(steps, "  - {formula: makespans_s * 2" + end), HasSubstr("'makespan_s'"));
  EXPECT_THAT(refusal(steps, "  - {where: {polcy: heft}, metric: makespan_s" + end),
              HasSubstr("unknown key of 'where' 'polcy'; did you mean 'policy'?"));
  EXPECT_THAT(refusal(steps, "  - {where: {policy: hefft}, metric: makespan_s" + end),
              HasSubstr("unknown value of 'policy' 'hefft'; did you mean 'heft'?"));
  EXPECT_THAT(refusal(steps, "  - {where: {step: 30 ms}, metric: makespan_s" + end),
              HasSubstr("unknown value of 'step' '30 ms'"));
  EXPECT_THAT(refusal(steps, "  - {where: {seed: 2}, metric: makespan_s" + end),
              HasSubstr("unknown value of 'seed' '2'"));
  EXPECT_THAT(refusal(steps, "  - {formula: '1', kind: same direction, than: smal, value: 1}\n"),
              HasSubstr("'than' is neither a number nor the name of a row"));
  EXPECT_THAT(refusal(network, "  - {of: nett, metric: macs" + end),
              HasSubstr("unknown application 'nett'; did you mean 'net'?"));
  EXPECT_THAT(refusal(network, "  - {of: net/prodct, metric: macs" + end),
              HasSubstr("did you mean 'product'?"));
  EXPECT_THAT(refusal(steps, "  - {where: {policy: heft, step: 10 ms}, metric: macs" + end),
              HasSubstr("application 'app' consists of tasks, so 'macs' has no value"));
}

TEST(Expect, RefusesRowsAboutSeveralValues) {
  const std::string end = ", metric: makespan_s, value: 1, tolerance: 1 %}\n";
  EXPECT_THAT(refusal(steps, "  - {where: {policy: heft}" + end),
              HasSubstr("the row is about runs of '10 ms' and '20 ms' of "
                        "'platform.clusters.0.kernels.step'"));
  EXPECT_THAT(refusal(steps, "  - {where: {step: 10 ms}" + end),
              HasSubstr("the row is about runs of policies 'earliest_finish' and 'heft'; add "
                        "'policy' to 'where'"));
  EXPECT_EQ(refusal(network, "  - {metric: macs, value: 1, tolerance: 1 %}\n"), "accepted");
}

TEST(Expect, RefusesUnitsThatCannotBeConverted) {
  const std::string begin = "  - {where: {policy: heft, step: 10 ms}, metric: makespan_s, ";
  EXPECT_THAT(refusal(steps, begin + "value: 1 J, tolerance: 1 %}\n"),
              HasSubstr("'makespan_s' is in s, which cannot be converted to 'J'"));
  EXPECT_THAT(refusal(steps, begin + "value: 1 s, tolerance: 1 J}\n"),
              HasSubstr("the tolerance is in 'J', but the value is in 's'"));
  EXPECT_THAT(refusal(steps, begin + "value: 1 s, unit: ms, tolerance: 1 %}\n"),
              HasSubstr("the value is in s, but 'unit' is ms"));
  EXPECT_THAT(refusal(steps, begin + "value: '1,219', tolerance: 1 %}\n"),
              HasSubstr("'1,219' is not a number with a unit"));
}

TEST(Expect, RefusesIncompleteRows) {
  EXPECT_THAT(refusal(steps, "  - {value: 1, tolerance: 1 %}\n"),
              HasSubstr("the row compares nothing; add 'metric'"));
  EXPECT_THAT(refusal(steps, "  - {metric: makespan_s, formula: '1', value: 1, tolerance: 1 %}\n"),
              HasSubstr("the row has both 'metric' and 'formula'"));
  EXPECT_THAT(refusal(steps, "  - {metric: makespan_s, tolerance: 1 %}\n"),
              HasSubstr("'value' is missing"));
  EXPECT_THAT(refusal(steps, "  - {metric: makespan_s, value: 1}\n"),
              HasSubstr("'tolerance' is missing"));
  EXPECT_THAT(refusal(steps, "  - {metric: makespan_s, value: 1, tolerance: -1 %}\n"),
              HasSubstr("the tolerance '-1 %' is negative"));
  EXPECT_THAT(refusal(steps, "  - {kind: not reproducible}\n"), HasSubstr("add 'why'"));
  EXPECT_THAT(refusal(steps, "  - {formula: 1 +, value: 1, tolerance: 1 %}\n"),
              HasSubstr("a value is missing at the end"));
  EXPECT_THAT(refusal(steps, "  - {formula: '1', value: 1, tolerance: 1 %, kind: exact}\n"),
              HasSubstr("unknown kind of row 'exact'"));
  EXPECT_THAT(refusal(steps, "  - {formula: '1', value: 1, tolerance: 1 %, than: 0}\n"),
              HasSubstr("'than' belongs to rows of kind 'same direction'"));
}

TEST(Expect, RefusesRowsThatUseEachOtherAndSecondNames) {
  EXPECT_THAT(refusal(steps, "  - {name: a, formula: b + 1}\n  - {name: b, formula: a + 1}\n"),
              HasSubstr("uses its own value"));
  EXPECT_THAT(refusal(steps, "  - {name: a, formula: '1'}\n  - {name: a, formula: '2'}\n"),
              HasSubstr("two rows have the name 'a'"));
}

TEST(Expect, RefusesTimesOfThisComputer) {
  EXPECT_THAT(refusal(steps,
                      "  - {where: {policy: heft, step: 10 ms}, metric: decision_wall_s, "
                      "value: 1, tolerance: 1 %}\n"),
              HasSubstr("differs from run to run"));
}

}  // namespace
}  // namespace kairos
