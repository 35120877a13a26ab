#include "experiments/charts/sweep_plot_svg.hpp"

#include <cmath>

#include <gtest/gtest.h>

namespace kairos::testing {
namespace {

using Point = std::vector<std::pair<std::string, std::string>>;

RunRecord record(const std::string& policy, const Point& point, std::uint64_t seed, double value) {
  RunRecord r;
  r.key.policy = policy;
  r.key.point = point;
  r.key.seed = seed;
  r.outcome.metrics = {{"latency_mean_s", "", value}, {"latency_mean_s", "wifi", 1e9}};
  return r;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

/// Two policies at three rates with two seeds each.
std::vector<RunRecord> rates() {
  std::vector<RunRecord> records;
  for (const char* rate : {"1 /ms", "2 /ms", "5 /ms"}) {
    for (const char* policy : {"heft", "a & b"}) {
      records.push_back(record(policy, {{"rate", rate}}, 1, 0.004));
      records.push_back(record(policy, {{"rate", rate}}, 2, 0.006));
    }
  }
  return records;
}

std::string plot(const std::vector<RunRecord>& records) {
  return sweep_plot_svg(records, "latency_mean_s", "<title>");
}

TEST(SweepPlot, DrawsALinePerPolicyAndAWhiskerPerPoint) {
  const std::string svg = plot(rates());
  EXPECT_EQ(count(svg, "class=\"line\""), 2U);
  EXPECT_EQ(count(svg, "class=\"whisker\""), 6U);
  EXPECT_EQ(count(svg, "class=\"marker\""), 8U);  // Two of them are in the legend.
}

TEST(SweepPlot, NamesAxesWithTheirUnits) {
  const std::string svg = plot(rates());
  EXPECT_NE(svg.find(">latency mean (ms)</text>"), std::string::npos);
  EXPECT_NE(svg.find(">rate (/ms)</text>"), std::string::npos);
}

TEST(SweepPlot, EscapesNames) {
  const std::string svg = plot(rates());
  EXPECT_NE(svg.find(">&lt;title&gt;</text>"), std::string::npos);
  EXPECT_NE(svg.find(">a &amp; b</text>"), std::string::npos);
}

TEST(SweepPlot, GivesEqualBytesForEqualRecords) {
  EXPECT_EQ(plot(rates()), plot(rates()));
}

TEST(SweepPlot, TreatsValuesOfDifferentUnitsAsCategories) {
  const std::string svg = plot(
      {record("heft", {{"period", "500 us"}}, 1, 1), record("heft", {{"period", "2 ms"}}, 1, 2)});
  EXPECT_NE(svg.find(">500 us</text>"), std::string::npos);
  EXPECT_NE(svg.find(">2 ms</text>"), std::string::npos);
}

TEST(SweepPlot, PrefersKeysWithNumbersAndKeepsTheOthersAtTheFirstRecord) {
  std::vector<RunRecord> records;
  for (const char* chip : {"phone", "server"}) {
    for (const char* rate : {"1", "2"}) {
      records.push_back(record(chip, {{"chip", chip}, {"rate", rate}}, 1, 1));
    }
  }
  const std::string svg = plot(records);
  EXPECT_NE(svg.find(">rate</text>"), std::string::npos);
  EXPECT_NE(svg.find(">phone</text>"), std::string::npos);
  EXPECT_EQ(svg.find(">server</text>"), std::string::npos);
  EXPECT_NE(svg.find("chip = phone</text>"), std::string::npos);
}

TEST(SweepPlot, DrawsALinePerValueOfAnotherKeyWhereThereIsOnePolicy) {
  std::vector<RunRecord> records;
  for (const char* chip : {"{\"bus\":\"4\"}", "mesh"}) {
    for (const char* rate : {"1", "2"}) {
      records.push_back(record("heft", {{"chip", chip}, {"rate", rate}}, 1, 1));
    }
  }
  const std::string svg = plot(records);
  EXPECT_EQ(count(svg, "class=\"line\""), 2U);
  EXPECT_NE(svg.find(">bus: 4</text>"), std::string::npos);
  EXPECT_NE(svg.find(">mesh</text>"), std::string::npos);
}

/// Five labels of 40 letters have no room side by side on 560 pixels; two labels of four
/// letters do.
TEST(SweepPlot, SlantsLabelsThatHaveNoRoom) {
  std::vector<RunRecord> records;
  for (char letter = 'a'; letter < 'f'; ++letter) {
    records.push_back(record("heft", {{"chip", std::string(40, letter)}}, 1, 1));
  }
  EXPECT_EQ(count(plot(records), "rotate(-30"), 5U);
  EXPECT_EQ(count(plot({record("heft", {{"chip", "mesh"}}, 1, 1),
                        record("heft", {{"chip", "ring"}}, 1, 2)}),
                  "rotate(-30"),
            0U);
}

TEST(SweepPlot, DrawsABarPerPolicyWithoutASweep) {
  // 1 and 3 s are 2 +- 12.706 s: the t of one degree of freedom times the standard error of 1.
  const std::string svg = plot({record("heft", {}, 1, 1), record("heft", {}, 2, 3),
                                record("cpop", {}, 1, 4), record("cpop", {}, 2, 4)});
  EXPECT_EQ(count(svg, "class=\"bar\""), 2U);
  EXPECT_EQ(count(svg, "class=\"whisker\""), 1U);
  EXPECT_NE(svg.find(">2 ± 13</text>"), std::string::npos);
  EXPECT_NE(svg.find(">4</text>"), std::string::npos);
}

TEST(SweepPlot, IsLogarithmicWhereMeansSpanMoreThanAFactorOf20) {
  // Grid lines are decades; a linear axis to 1000 has no tick at 10.
  const std::string svg =
      plot({record("heft", {{"rate", "1"}}, 1, 3), record("heft", {{"rate", "2"}}, 1, 1000)});
  EXPECT_NE(svg.find(">10</text>"), std::string::npos);
}

TEST(SweepPlot, SurvivesMissingAndConstantValues) {
  EXPECT_NE(plot({}).find("</svg>"), std::string::npos);
  EXPECT_EQ(plot({record("heft", {}, 1, 0)}).find("nan"), std::string::npos);
  const std::string svg = plot(
      {record("heft", {{"rate", "1"}}, 1, 7), record("heft", {{"rate", "2"}}, 1, std::nan(""))});
  EXPECT_EQ(svg.find("nan"), std::string::npos);
  EXPECT_EQ(count(svg, "class=\"marker\""), 2U);
}

}  // namespace
}  // namespace kairos::testing
