// Tests the effect of merging power changes over 100 us on DS3's chip, with leakage, a stream of
// jobs, and governors that react to the temperatures.
#include <cmath>
#include <map>

#include <gtest/gtest.h>

#include "tests/support/thermal_stream.hpp"

namespace kairos {
namespace {

/// Maps a metric and an element to the value.
using Temperatures = std::map<std::pair<std::string, std::string>, double>;

Temperatures temperatures(const Outcome& outcome) {
  Temperatures all;
  for (const Metric& m : outcome.metrics) {
    if (m.name == "peak_temperature_c" || m.name == "mean_temperature_c") {
      all[{m.name, m.subject}] = m.value;
    }
  }
  return all;
}

TEST(ThermalMerge, IsWithinAFiftiethOfAKelvinOnDs3sChip) {
  const Temperatures exact = temperatures(testing::thermal_stream("merge: 0 s, ", 3000));
  const Temperatures merged = temperatures(testing::thermal_stream("merge: 100 us, ", 3000));
  // All elements and the chip, and the peak of its zone.
  ASSERT_EQ(exact.size(), 2U * (16 + 1) + 1);
  bool differ = false;
  for (const auto& [which, celsius] : exact) {
    EXPECT_NEAR(merged.at(which), celsius, 0.02) << which.first << " of " << which.second;
    differ = differ || merged.at(which) != celsius;
  }
  EXPECT_TRUE(differ) << "nothing was merged";
}

}  // namespace
}  // namespace kairos
