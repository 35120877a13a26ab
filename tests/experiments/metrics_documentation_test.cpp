// Tests that docs/results.md lists every metric with its unit, and nothing else.
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "sim/metrics/metric.hpp"
#include "tests/support/documentation.hpp"

namespace kairos {
namespace {

TEST(MetricsDocumentation, ListsEveryMetricWithItsUnit) {
  const auto rows = testing::table_below("## Metrics", "results.md");
  std::map<std::string, std::string> documented(rows.begin(), rows.end());
  ASSERT_FALSE(documented.empty());
  for (const MetricInfo& info : all_metric_infos()) {
    ASSERT_TRUE(documented.contains(info.name)) << info.name << " is not in docs/results.md";
    EXPECT_EQ(documented[info.name], info.unit) << info.name;
    documented.erase(info.name);
  }
  for (const auto& [name, unit] : documented) ADD_FAILURE() << name << " is not a metric";
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
