#include <gtest/gtest.h>

#include "tests/support/builders.hpp"
#include "tests/support/thermal_nodes.hpp"

namespace kairos {
namespace {

using namespace kairos::testing;

/// Four equal elements; a and b are side by side, c and d apart.
Platform four() {
  ThermalConfig thermal;
  thermal.nodes = {node("a", 1e-3, 0.01), node("b", 1e-3, 0.01), node("c", 1e-3, 0.01),
                   node("d", 1e-3, 0.01)};
  thermal.joins = {{"a", "b", WattsPerKelvin(0.05), {}}};
  ChipBuilder builder;
  for (const char* name : {"a", "b", "c", "d"}) {
    builder.cluster(name, 1, {{"t", 10_ms}}, Watts(1));
  }
  return builder.bandwidth(BytesPerSecond(1e9)).thermal(thermal).build();
}

std::vector<std::uint32_t> elements(const std::string& rule,
                                    const std::vector<Duration>& arrivals) {
  const auto s = scenario(four(), graph("job").task_of_kernel("t", "t").build(), arrivals);
  Choice<Policy> choice("thermal_aware");
  choice.options.set("rule", Value::scalar(rule));
  const RunResult result = run_with(s, choice);
  std::vector<std::uint32_t> taken;
  for (std::uint32_t job = 0; job < arrivals.size(); ++job) {
    taken.push_back(static_cast<std::uint32_t>(find_task(result, 0, job).element));
  }
  return taken;
}

/// Jobs arrive one after the other. Each goes to the element that has cooled longest; b is warmed
/// by a.
TEST(ThermalAware, CoolestTakesTheElementThatHasCooledLongest) {
  EXPECT_EQ(elements("coolest", {Duration{}, 11_ms, 22_ms, 33_ms}),
            (std::vector<std::uint32_t>{0, 2, 3, 1}));
}

/// While a is busy, b has a busy neighbour, so c comes before it.
TEST(ThermalAware, PowerNeighbourhoodKeepsAwayFromWhatWorks) {
  EXPECT_EQ(elements("power_neighbourhood", {Duration{}, 1_ms, 2_ms, 3_ms}),
            (std::vector<std::uint32_t>{0, 2, 3, 1}));
}

}  // namespace
}  // namespace kairos
