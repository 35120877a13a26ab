// Tests the effect of merging power changes over 100 us on DS3's chip, with leakage, a stream of
// jobs, and governors that react to the temperatures.
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/experiment/sweep.hpp"

namespace kairos {
namespace {

/// Maps a metric and an element to the value.
using Temperatures = std::map<std::pair<std::string, std::string>, double>;

Outcome outcome(const std::string& merge) {
  const std::string text = fmt::format(
      "{{name: merge, platform: {{use: ds3_soc_thermal, thermal: {{merge: {}, initial: 84 C}}}}, "
      "governors: {{frequency: schedutil, thermal: step_wise}}, policies: [earliest_finish], "
      "workload: {{use: ds3, streams: [{{mix: {{wifi_tx: 1, wifi_rx: 1}}, "
      "arrivals: {{name: poisson, rate: 3 /ms}}, jobs: 3000}}]}}}}",
      merge);
  return run(expand(experiment_from_text(text, "merge")).runs.front());
}

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
  const Temperatures exact = temperatures(outcome("0 s"));
  const Temperatures merged = temperatures(outcome("100 us"));
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
