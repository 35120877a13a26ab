#include "sim/thermal/model_reduction.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include <gtest/gtest.h>

#include "platforms/thermal/block_model.hpp"
#include "sim/base/random.hpp"

namespace kairos {
namespace {

/// A die of 6 mm x 4 mm with three blocks that are cut into cells.
Subdivision cells(double side) {
  Floorplan plan;
  plan.blocks = {{"a", Metres(4e-3), Metres(4e-3), {}, {}, {}},
                 {"b", Metres(2e-3), Metres(1e-3), Metres(4e-3), {}, {}},
                 {"c", Metres(2e-3), Metres(3e-3), Metres(4e-3), Metres(1e-3), {}}};
  plan.settle();
  return subdivide(plan, Metres(side));
}

struct Source {
  std::vector<HeatShare> shares;
  HeatVector heat;
};

std::vector<Source> sources_of(const Subdivision& parts, std::size_t nodes) {
  std::vector<Source> sources(3, Source{{}, HeatVector(nodes)});
  const std::vector<std::size_t>& of = parts.block_of;
  for (std::size_t cell = 0; cell < of.size(); ++cell) {
    const double share = 1.0 / static_cast<double>(std::ranges::count(of, of[cell]));
    sources[of[cell]].shares.push_back({cell, share});
    sources[of[cell]].heat[cell] = share;
  }
  return sources;
}

/// Powers are random, up to 20 W for times from 1 us to 10 s, and the network starts 40 K above the
/// air. Every node has the temperature that it has with all modes.
TEST(ModelReduction, KeepsTheTemperaturesOfAllNodes) {
  const Subdivision parts = cells(0.6e-3);
  const RcNetwork network = block_model(parts.cells, Package{});
  const std::size_t nodes = network.nodes.size();
  const std::vector<Source> sources = sources_of(parts, nodes);
  std::vector<HeatVector> heats;
  heats.reserve(sources.size());
  for (const Source& source : sources) heats.push_back(source.heat);

  const auto whole = std::make_shared<ThermalModel>(network);
  const ThermalModes modes = reduced_modes(network, heats);
  EXPECT_GT(nodes, 300U);
  EXPECT_LT(modes.rates.size(), nodes / 2);
  EXPECT_TRUE(std::ranges::is_sorted(modes.rates));
  EXPECT_GT(modes.rates.front(), 0);
  const auto reduced = std::make_shared<ThermalModel>(network, modes);

  ThermalState exact(whole), state(reduced);
  const std::vector<Kelvins> start(nodes, Kelvins(40));
  exact.start_at(start);
  state.start_at(start);
  std::vector<double> powers(sources.size());
  Random random(3);
  double farthest = 0;
  for (int event = 0; event < 300; ++event) {
    const std::size_t s = random.index(sources.size());
    const double power = random.uniform(0, 20);
    exact.change_power(whole->port(sources[s].shares), Watts(power - powers[s]));
    state.change_power(reduced->port(sources[s].shares), Watts(power - powers[s]));
    powers[s] = power;
    const Seconds elapsed(std::pow(10.0, random.uniform(-6, 1)));
    exact.advance(elapsed);
    state.advance(elapsed);
    for (std::size_t n = 0; n < nodes; ++n) {
      farthest = std::max(farthest, std::abs((exact.rise(n) - state.rise(n)).value()));
    }
  }
  EXPECT_LT(farthest, 1e-6);
}

TEST(ModelReduction, KeepsTheSteadyStateExactly) {
  const Subdivision parts = cells(0.5e-3);
  const RcNetwork network = block_model(parts.cells, Package{});
  const std::vector<Source> sources = sources_of(parts, network.nodes.size());
  const auto model = std::make_shared<ThermalModel>(
      network, reduced_modes(network, std::vector<HeatVector>{sources[1].heat}));
  ThermalState state(model);
  state.change_power(model->port(sources[1].shares), Watts(5));
  double leaving = 0;
  for (std::size_t n = 0; n < network.nodes.size(); ++n) {
    leaving += network.nodes[n].to_ambient.value() * state.steady_rise(n).value();
  }
  EXPECT_NEAR(leaving, 5, 1e-9);
}

}  // namespace
}  // namespace kairos
