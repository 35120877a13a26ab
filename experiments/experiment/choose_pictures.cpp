#include "experiments/experiment/choose_pictures.hpp"

#include <algorithm>
#include <set>

namespace kairos {
namespace {

constexpr std::size_t most_chip_charts = 32;

/// True if a chart of the whole run shows more than busy and idle elements.
bool has_clocks_or_heat(const Scenario& scenario) {
  const auto is_asked = [](const Choice<FrequencyGovernor>& g) {
    return g.make()->period() > Duration{};
  };
  return scenario.platform.thermal || !scenario.platform.rails.empty() ||
         !scenario.incidents.empty() || std::ranges::any_of(scenario.governors.frequency, is_asked);
}

/// True if the run deserves a chart of the chip. A run whose scenario cannot be built does not; it
/// will fail and say why.
bool deserves_chip_chart(const RunConfig& run) {
  try {
    return has_clocks_or_heat(*run.scenario());
  } catch (const InputError&) {
    return false;
  }
}

}  // namespace

void choose_pictures(Sweep& sweep) {
  std::set<std::string> policies;
  std::set<std::pair<std::string, std::vector<std::pair<std::string, std::string>>>> points;
  std::size_t chip_charts = 0;
  for (RunConfig& run : sweep.runs) {
    run.pictures = {};
    const bool is_first = policies.insert(run.key.policy).second;
    run.pictures.gantt = is_first && sweep.experiment->report.gantt;
    if (chip_charts == most_chip_charts) continue;
    if (!points.emplace(run.key.policy, run.key.point).second) continue;
    run.pictures.chip = deserves_chip_chart(run);
    if (run.pictures.chip) ++chip_charts;
  }
}

}  // namespace kairos
