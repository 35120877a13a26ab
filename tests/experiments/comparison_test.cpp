#include "experiments/report/comparison.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "experiments/report/report_writer.hpp"
#include "experiments/statistics/readable.hpp"
#include "sim/base/error.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Records for rates 1 and 2, policies b and a, and seeds 1 and 2. Policy b is slower and is the
/// baseline.
std::vector<RunRecord> records() {
  std::vector<RunRecord> all;
  for (const double rate : {1, 2}) {
    for (const char* policy : {"b", "a"}) {
      for (const std::uint64_t seed : {1U, 2U}) {
        RunRecord r;
        const std::string text = rate == 1 ? "1 /ms" : "2 /ms";
        r.key = {all.size(), policy, {{"workload.rate", text}}, seed, std::to_string(all.size())};
        const double share = r.key.policy == "b" ? 1 : seed == 1 ? 0.5 : 0.7;
        const double latency = rate * static_cast<double>(seed) * 1e-3 * share;
        r.outcome.metrics = {{"latency_mean_s", "", latency},
                             {"latency_mean_s", "an application", 99},
                             {"utilisation", "", 0.5 * share}};
        all.push_back(r);
      }
    }
  }
  return all;
}

TEST(Comparison, KeepsPointsAndPoliciesInTheOrderOfTheSweep) {
  std::vector<RunRecord> shuffled = records();
  std::ranges::reverse(shuffled);
  const Comparison c = compare(shuffled, {"latency_mean_s"}, "b");
  EXPECT_THAT(c.policies, ElementsAre("b", "a"));
  ASSERT_EQ(c.points.size(), 2u);
  EXPECT_EQ(c.points[0][0].second, "1 /ms");
}

TEST(Comparison, TakesMeansOverSeedsAndRatiosBySeed) {
  const Comparison c = compare(records(), {"utilisation", "latency_mean_s"}, "b");
  const ComparisonCell& cell = c.cell(1, 1, 1);  // The cell of rate 2, policy a and latency.
  EXPECT_EQ(cell.value.n, 2u);
  EXPECT_DOUBLE_EQ(cell.value.mean, 1.9e-3);         // (1 + 2.8) / 2 ms
  EXPECT_DOUBLE_EQ(cell.ratio.mean, 0.6);            // (0.5 + 0.7) / 2
  EXPECT_NEAR(cell.ratio.half_width, 1.2706, 1e-4);  // 12.706 * 0.1
  EXPECT_DOUBLE_EQ(c.cell(1, 0, 1).ratio.mean, 1);
}

TEST(Comparison, PairsOnlySeedsThatBothHave) {
  std::vector<RunRecord> some = records();
  some.erase(some.begin());  // The record of rate 1, policy b and seed 1.
  const Comparison c = compare(some, {"latency_mean_s"}, "b");
  const std::size_t a = c.policies[0] == "a" ? 0 : 1;
  EXPECT_EQ(c.cell(0, a, 0).value.n, 2u);
  EXPECT_EQ(c.cell(0, a, 0).ratio.n, 1u);
  EXPECT_DOUBLE_EQ(c.cell(0, a, 0).ratio.mean, 0.7);
}

TEST(Comparison, LeavesCellsOfMissingRunsEmpty) {
  std::vector<RunRecord> some = records();
  some.resize(6);  // Policy a has no run at rate 2.
  const Comparison c = compare(some, {"latency_mean_s"}, "b");
  EXPECT_EQ(c.cell(1, 1, 0).value.n, 0u);
  EXPECT_EQ(c.cell(1, 0, 0).value.n, 2u);
}

TEST(Comparison, RefusesAMisspeltMetricAndNamesTheNearest) {
  try {
    compare(records(), {"latency_means"}, "b");
    FAIL();
  } catch (const InputError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("latency_means"), HasSubstr("latency_mean_s")));
  }
}

TEST(Table, ShowsABlockPerSweepPointWithTheBestMarked) {
  EXPECT_EQ(written_as("text", compare(records(), {"latency_mean_s", "utilisation"}, "b")),
            R"(rate = 1 /ms
                   latency mean ms       utilisation %
b (baseline)    1.50±6.35             50.00±0*
a             0.950±5.718* -40.0 %  30.0±63.5  -40.0 %

rate = 2 /ms
                  latency mean ms       utilisation %
b (baseline)  3.00±12.71             50.00±0*
a             1.90±11.44* -40.0 %  30.0±63.5  -40.0 %

mean ± 95 % interval over 2 seeds; * best; % against b at the same seeds
)");
}

/// Records of two seeds of a baseline and of another policy.
std::vector<RunRecord> pairs(const std::vector<double>& baseline,
                             const std::vector<double>& other) {
  std::vector<RunRecord> all;
  for (const char* policy : {"base", "other"}) {
    const auto& values = all.empty() ? baseline : other;
    for (std::size_t i = 0; i < values.size(); ++i) {
      RunRecord r;
      r.key = {all.size(), policy, {}, i + 1, std::to_string(all.size())};
      r.outcome.metrics = {{"energy_j", "", values[i]}};
      all.push_back(r);
    }
  }
  return all;
}

TEST(Comparison, DividesMeansWhereTheBaselineIsZeroAtSomeSeeds) {
  const Comparison c = compare(pairs({0, 2}, {1, 3}), {"energy_j"}, "base");
  EXPECT_TRUE(c.cell(0, 1, 0).ratio_of_means);
  EXPECT_DOUBLE_EQ(c.cell(0, 1, 0).ratio.mean, 2);  // 4 / 2
  EXPECT_EQ(c.cell(0, 1, 0).ratio.n, 2u);
  EXPECT_EQ(written_as("text", c), R"(                             energy J
base (baseline)  1.00±12.71*
other            2.00±12.71 ~+100.0 %

mean ± 95 % interval over 2 seeds; * best; % against base at the same seeds; ~ of the means, as base is 0 at some seeds
)");
  EXPECT_EQ(compare(pairs({0, 0}, {1, 3}), {"energy_j"}, "base").cell(0, 1, 0).ratio.n, 0u);
}

/// 45 and 61 C are compared with 50 C twice: 5 K less and 11 K more. A percentage of a Celsius
/// temperature would mean nothing.
TEST(Comparison, TakesTheDifferenceOfTemperaturesInKelvins) {
  std::vector<RunRecord> all = pairs({50, 50}, {45, 61});
  for (RunRecord& r : all) {
    const double celsius = r.outcome.metrics[0].value;
    r.outcome.metrics = {{"peak_temperature_c", "", celsius}, {"above_trip_k", "", celsius - 65}};
  }
  const Comparison c = compare(all, {"peak_temperature_c", "above_trip_k"}, "base");
  EXPECT_EQ(c.cell(0, 1, 0).ratio.n, 0u);
  EXPECT_EQ(c.cell(0, 1, 1).ratio.n, 0u);
  EXPECT_DOUBLE_EQ(c.cell(0, 1, 0).difference.mean, 3);
  EXPECT_NEAR(c.cell(0, 1, 0).difference.half_width, 12.706 * 8, 0.01);
  EXPECT_DOUBLE_EQ(c.cell(0, 1, 1).difference.mean, 3);
  EXPECT_THAT(written_as("text", c), AllOf(HasSubstr("+3.00 K"), Not(HasSubstr("%  ")),
                                           HasSubstr("; K against base at the same seeds")));
  EXPECT_THAT(written_as("csv", c), HasSubstr("other,peak_temperature_c,C,53,"));
  EXPECT_THAT(written_as("csv", c), HasSubstr(",2,,,3,101."));
  const auto json = nlohmann::json::parse(written_as("json", c));
  EXPECT_TRUE(json["rows"][2]["ratio_to_baseline"].is_null());
  EXPECT_DOUBLE_EQ(json["rows"][2]["difference_to_baseline"].get<double>(), 3);
}

TEST(Table, SaysWhichChangesAreInPerCentAndWhichInKelvins) {
  std::vector<RunRecord> all = pairs({2}, {3});
  for (RunRecord& r : all) r.outcome.metrics.push_back({"mean_temperature_c", "", 40});
  all[1].outcome.metrics[1].value = 39.5;
  EXPECT_THAT(written_as("text", compare(all, {"energy_j", "mean_temperature_c"}, "base")),
              AllOf(HasSubstr("+50.0 %"), HasSubstr("-0.500 K"),
                    HasSubstr("% (temperatures: K) against base")));
}

TEST(Table, ShowsChangesOf1000PerCentAndMoreAsAFactor) {
  const auto changed = [](double factor) {
    return written_as("text", compare(pairs({1}, {factor}), {"energy_j"}, "base"));
  };
  EXPECT_THAT(changed(10.999), AllOf(HasSubstr(" +999.9 %\n"), Not(HasSubstr("factor"))));
  EXPECT_THAT(changed(10.9999), HasSubstr(" x11.0\n"));  // It must not be +1000.0 %.
  EXPECT_THAT(changed(12.393), AllOf(HasSubstr("   x12.4\n"),
                                     EndsWith("at the same seeds, factors of 11 and more as x\n")));
  EXPECT_THAT(changed(1234.5), HasSubstr(" x1234\n"));
  EXPECT_THAT(changed(2.5e7), HasSubstr(" x2.5e+07\n"));
}

TEST(Table, FitsSixMetricsOnALine) {
  std::vector<RunRecord> all = records();
  const std::vector<std::string> names{"latency_mean_s", "latency_p99_s", "makespan_s",
                                       "energy_j",       "edp_js",        "utilisation"};
  for (RunRecord& r : all) {
    const double value = r.outcome.metrics.front().value;
    r.outcome.metrics.clear();
    for (const std::string& name : names) r.outcome.metrics.push_back({name, "", value * 123});
  }
  std::istringstream lines(written_as("text", compare(all, names, "b")));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 140u) << line;
}

TEST(Table, SaysWhenTheBaselineHasNoRuns) {
  EXPECT_THAT(written_as("text", compare(records(), {"utilisation"}, "c")),
              HasSubstr("no run of the baseline c yet"));
}

TEST(Table, NamesOnlyWhatTellsSweptKeysApart) {
  EXPECT_EQ(point_title({}), "");
  EXPECT_EQ(point_title({{"workload.streams.0.rate", "3 /ms"}}), "rate = 3 /ms");
  EXPECT_EQ(point_title({{"s.0.rate", "1"}, {"s.1.rate", "2"}, {"jobs", "5"}}),
            "0.rate = 1, 1.rate = 2, jobs = 5");
  EXPECT_EQ(point_title({{"rate", "1"}, {"s.rate", "2"}}), "rate = 1, s.rate = 2");
}

TEST(Table, WritesAllDigitsInSiUnitsAsCsv) {
  const std::string csv = written_as("csv", compare(records(), {"latency_mean_s"}, "b"));
  EXPECT_THAT(csv, StartsWith("workload.rate,policy,metric,unit,mean,half_width_95,n,"
                              "ratio_to_baseline,ratio_half_width_95,difference_to_baseline,"
                              "difference_half_width_95,failed\n"
                              "1 /ms,b,latency_mean_s,s,0.0015,"));
  EXPECT_EQ(std::ranges::count(csv, '\n'), 5);
}

TEST(Table, LeavesWhatIsNoNumberEmptyInCsvAndNullInJson) {
  std::vector<RunRecord> one = records();
  one.resize(1);
  const Comparison c = compare(one, {"utilisation"}, "");
  EXPECT_THAT(written_as("csv", c), HasSubstr("1 /ms,b,utilisation,1,0.5,,1,,,,,0\n"));
  const auto json = nlohmann::json::parse(written_as("json", c));
  EXPECT_TRUE(json["rows"][0]["half_width_95"].is_null());
  EXPECT_TRUE(json["rows"][0]["ratio_to_baseline"].is_null());
}

TEST(Table, WritesTheSameRowsAsJson) {
  const auto json =
      nlohmann::json::parse(written_as("json", compare(records(), {"latency_mean_s"}, "b")));
  EXPECT_EQ(json["baseline"], "b");
  ASSERT_EQ(json["rows"].size(), 4u);
  EXPECT_EQ(json["rows"][1]["point"]["workload.rate"], "1 /ms");
  EXPECT_EQ(json["rows"][1]["policy"], "a");
  EXPECT_EQ(json["rows"][1]["unit"], "s");
  EXPECT_EQ(json["rows"][1]["n"], 2);
  EXPECT_DOUBLE_EQ(json["rows"][1]["ratio_to_baseline"].get<double>(), 0.6);
}

/// One run of a policy whose label and sweep point contain all characters that a format must
/// escape.
Comparison awkward() {
  RunRecord r;
  r.key = {0, "a,\"b\"|c\n", {{"key,1", "x\ny"}}, 1, "0"};
  r.outcome.metrics = {{"energy_j", "", std::nan("")}};
  return compare(std::vector{r}, {"energy_j", "jobs"}, "");
}

TEST(Formats, AreRegisteredByName) {
  for (const char* name : {"text", "csv", "json", "markdown"}) {
    EXPECT_TRUE(Registry<ReportWriter>::entries().contains(name)) << name;
  }
  EXPECT_THROW(written_as("jsn", awkward()), InputError);
}

TEST(Formats, QuoteInCsv) {
  EXPECT_THAT(written_as("csv", awkward()),
              AllOf(StartsWith("\"key,1\",policy,"),
                    HasSubstr("\n\"x\ny\",\"a,\"\"b\"\"|c\n\",energy_j,J,,,1,")));
}

TEST(Formats, HaveNullForNoValueInJson) {
  const auto json = nlohmann::json::parse(written_as("json", awkward()));
  EXPECT_EQ(json["rows"][0]["policy"], "a,\"b\"|c\n");
  EXPECT_TRUE(json["rows"][0]["mean"].is_null());
}

TEST(Formats, EscapeInMarkdown) {
  EXPECT_THAT(written_as("markdown", awkward()),
              HasSubstr("### key,1 = x y\n\n| policy | energy J | jobs |\n|---|---:|---:|\n"
                        "| a,\"b\"\\|c  | nan | - |\n"));
}

TEST(Formats, MarkTheBestInMarkdown) {
  EXPECT_THAT(written_as("markdown", compare(records(), {"latency_mean_s"}, "b")),
              HasSubstr("| b (baseline) | 1.50±6.35 |\n| a | **0.950±5.718** (-40.0 %) |\n"));
}

/// If no table knows the unit of a metric, the heading is its name and unit, each once.
TEST(Table, HeadsColumnsByTheUnitOfTheMetric) {
  const auto heading = [](const std::string& name, const std::string& unit, double largest) {
    return heading_of({name, unit, "", true, true}, display_unit(unit, largest));
  };
  EXPECT_EQ(heading("jobs_per_kj", "jobs/kJ", 50), "jobs/kJ");
  EXPECT_EQ(heading("energy_per_job_j", "J", 0.05), "energy per job mJ");
  EXPECT_EQ(heading("utilisation", "1", 0.5), "utilisation %");
  EXPECT_EQ(heading("throughput_per_s", "1/s", 2e3), "throughput /ms");
}

}  // namespace
}  // namespace kairos
