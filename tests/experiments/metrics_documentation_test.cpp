// Tests that docs/results.md lists every metric with its unit and its meaning, and nothing else. A
// meaning may be followed by details.
#include <fstream>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

/// The second and third cells of a row.
struct Row {
  std::string unit, meaning;
};

/// The text without quotes of either kind.
std::string unquoted(std::string text) {
  std::erase_if(text, [](char c) { return c == '`' || c == '\''; });
  return text;
}

/// The rows of the table below a heading of the page by their first cell, without backquotes.
std::map<std::string, Row> table_below(const std::string& heading) {
  std::ifstream page(KAIROS_SOURCE_DIR "/docs/results.md");
  std::map<std::string, Row> rows;
  bool is_below = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("## ")) is_below = line == heading;
    if (!is_below || !line.starts_with("| `")) continue;
    const std::size_t end = line.find("` | ");
    const std::size_t unit = end + 4, end_of_unit = line.find(" |", unit);
    const std::size_t meaning = end_of_unit + 3;
    rows[line.substr(3, end - 3)] = {line.substr(unit, end_of_unit - unit),
                                     line.substr(meaning, line.rfind(" |") - meaning)};
  }
  return rows;
}

TEST(MetricsDocumentation, ListsEveryMetricWithItsUnitAndMeaning) {
  std::map<std::string, Row> documented = table_below("## Metrics");
  ASSERT_FALSE(documented.empty());
  for (const MetricInfo& info : all_metric_infos()) {
    ASSERT_TRUE(documented.contains(info.name)) << info.name << " is not in docs/results.md";
    const Row& row = documented[info.name];
    EXPECT_EQ(row.unit, info.unit) << info.name;
    EXPECT_TRUE(unquoted(row.meaning).starts_with(unquoted(info.meaning)))
        << info.name << ": " << row.meaning << "\nis not: " << info.meaning;
    documented.erase(info.name);
  }
  for (const auto& [name, row] : documented) ADD_FAILURE() << name << " is not a metric";
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
