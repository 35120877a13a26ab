// Tests that docs/results.md lists every metric with its unit and its meaning, and nothing else. A
// meaning may be followed by details.
#include <map>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "sim/metrics/metric.hpp"
#include "tests/support/documentation.hpp"

namespace kairos {
namespace {

/// The text without quotes of either kind.
std::string unquoted(std::string text) {
  std::erase_if(text, [](char c) { return c == '`' || c == '\''; });
  return text;
}

TEST(MetricsDocumentation, ListsEveryMetricWithItsUnitAndMeaning) {
  std::map<std::string, std::vector<std::string>> documented;
  for (const auto& cells : testing::table_below("## Metrics", "results.md")) {
    documented.emplace(cells.at(0), cells);
  }
  ASSERT_FALSE(documented.empty());
  for (const MetricInfo& info : all_metric_infos()) {
    ASSERT_TRUE(documented.contains(info.name)) << info.name << " is not in docs/results.md";
    const std::vector<std::string>& row = documented[info.name];
    EXPECT_EQ(row.at(1), info.unit) << info.name;
    EXPECT_TRUE(unquoted(row.at(2)).starts_with(unquoted(info.meaning)))
        << info.name << ": " << row.at(2) << "\nis not: " << info.meaning;
    documented.erase(info.name);
  }
  for (const auto& [name, row] : documented) ADD_FAILURE() << name << " is not a metric";
}

/// The table has several names in backquotes in each row.
TEST(MetricsDocumentation, StatesWhatCountsAfterAWarmUpForEveryMetric) {
  std::set<std::string> stated;
  for (const auto& row :
       testing::table_below("### Metrics of a run with a warm-up", "results.md")) {
    std::string names = row.at(0);
    for (std::size_t end = 0; end != std::string::npos;) {
      end = names.find("`, `");
      EXPECT_TRUE(stated.insert(names.substr(0, end)).second) << names << " is stated twice";
      if (end != std::string::npos) names.erase(0, end + 4);
    }
  }
  for (const MetricInfo& info : all_metric_infos()) {
    EXPECT_EQ(stated.erase(info.name), 1U)
        << info.name << ": state in docs/results.md what it counts after a warm-up";
  }
  for (const std::string& name : stated) ADD_FAILURE() << name << " is not a metric";
}

/// A meaning is understandable without the row above it.
TEST(MetricsDocumentation, HasMeaningsThatStandAlone) {
  for (const MetricInfo& info : all_metric_infos()) {
    for (const char* word : {"its ", "of it", "of those", "that ", "they ", "how "}) {
      EXPECT_FALSE(info.meaning.starts_with(word)) << info.name << ": " << info.meaning;
    }
  }
}

}  // namespace
}  // namespace kairos
