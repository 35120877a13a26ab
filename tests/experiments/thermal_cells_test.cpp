// Tests DS3's chip with leakage and governors at work, its floorplan cut into cells.
#include <cmath>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "tests/support/thermal_stream.hpp"

namespace kairos {
namespace {

double metric(const Outcome& outcome, const std::string& name, const std::string& subject) {
  for (const Metric& m : outcome.metrics) {
    if (m.name == name && m.subject == subject) return m.value;
  }
  return std::nan("");
}

TEST(ThermalCells, LargerThanEveryBlockChangeNothing) {
  const Outcome blocks = testing::thermal_stream("", 300);
  const Outcome cells = testing::thermal_stream("max_cell: 5 mm, ", 300);
  EXPECT_EQ(cells.fingerprint, blocks.fingerprint);
  ASSERT_EQ(cells.metrics.size(), blocks.metrics.size());
  for (std::size_t m = 0; m < blocks.metrics.size(); ++m) {
    if (blocks.metrics[m].name == "decision_wall_s") continue;
    EXPECT_EQ(cells.metrics[m].value, blocks.metrics[m].value) << blocks.metrics[m].name;
  }
}

/// Each time the cells are halved, the temperature of an element changes less.
TEST(ThermalCells, ConvergeAsTheyGetFiner) {
  std::vector<double> means;
  for (const char* side : {"5 mm", "2.5 mm", "1.25 mm"}) {
    means.push_back(metric(testing::thermal_stream(fmt::format("max_cell: {}, ", side), 300),
                           "mean_temperature_c", "A15_0"));
    EXPECT_TRUE(std::isfinite(means.back()));
  }
  EXPECT_NE(means[0], means[1]);
  EXPECT_LT(std::abs(means[2] - means[1]), std::abs(means[1] - means[0]));
}

std::string message_of(const std::string& text) {
  try {
    static_cast<void>(expand(experiment_from_text(text, "cells")));
  } catch (const InputError& error) {
    return error.what();
  }
  return {};
}

TEST(ThermalCells, AreRefusedWhereTheyMakeNoSense) {
  const std::string rest = ", workload: ds3, policies: [heft]}";
  EXPECT_EQ(
      message_of("{name: cells, platform: {use: ds3_soc_thermal, thermal: {max_cell: 0.1 mm}}" +
                 rest),
      "cells:1:68: 'max_cell' is '100 um'; it must be long enough for 2000 cells at most");
  EXPECT_EQ(
      message_of("{name: cells, platform: {use: phone_thermal, thermal: {max_cell: 1 mm}}" + rest),
      "cells:1:66: 'max_cell' is '1 mm'; it must be left out without a 'floorplan'");
}

}  // namespace
}  // namespace kairos
