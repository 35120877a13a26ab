// Tests that docs/results.md lists every metric with its unit, and nothing else.
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

/// The rows of the table below a heading of the page: maps the first cell, without backquotes, to
/// the second.
std::map<std::string, std::string> table_below(const std::string& heading) {
  std::ifstream page(KAIROS_SOURCE_DIR "/docs/results.md");
  std::map<std::string, std::string> rows;
  bool is_below = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) is_below = line == heading;
    if (!is_below || !line.starts_with("| `")) continue;
    const std::size_t end = line.find("` | ");
    const std::size_t unit = end + 4;
    rows[line.substr(3, end - 3)] = line.substr(unit, line.find(" |", unit) - unit);
  }
  return rows;
}

TEST(MetricsDocumentation, ListsEveryMetricWithItsUnit) {
  std::map<std::string, std::string> documented = table_below("## Metrics");
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
