#include "sim/thermal/temperature_outputs.hpp"

#include <cmath>
#include <map>
#include <numeric>

namespace kairos {

TemperatureOutputs::TemperatureOutputs(const Thermal& thermal, const LeakageIntegrator& state)
    : sources(state.map().sources.size()), zones(thermal.zones.size()) {
  std::map<std::size_t, std::size_t> output_of_node;
  for (std::size_t s = 0; s < sources; ++s) {
    rows.push_back(state.row(s));
    const std::vector<HeatShare>& shares = state.map().sources[s];
    if (shares.size() == 1) output_of_node.emplace(shares.front().node, s);
  }
  for (std::size_t zone = 0; zone < zones.size(); ++zone) {
    for (const std::size_t node : thermal.zones[zone].sensors) {
      const auto [found, is_new] = output_of_node.emplace(node, rows.size());
      if (is_new) rows.push_back(state.nodes().model().shape(node));
      zones[zone].push_back(found->second);
    }
  }
  for (const ModalRow row : rows) {
    reach.push_back(std::sqrt(std::inner_product(row.begin(), row.end(), row.begin(), 0.0)));
  }
}

}  // namespace kairos
