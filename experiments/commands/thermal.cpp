// kairos thermal: computes chip temperatures with HotSpot's block model, solved exactly.
#include <cmath>
#include <iostream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/files/write_output.hpp"
#include "experiments/hotspot/hotspot_files.hpp"
#include "platforms/thermal/block_model.hpp"
#include "sim/base/units.hpp"
#include "sim/thermal/thermal_model.hpp"

namespace kairos {
namespace {

struct Arguments {
  std::string floorplan, config, materials, power, interval, initial, longest_cell;
  std::string out, steady, rc;
  double capacity_factor = 0.333;
};

/// A chip on its package. Blocks may be cut into cells; powers and temperatures are given per
/// block.
class Chip {
 public:
  Chip(const Floorplan& floorplan, const Package& package, std::optional<Metres> longest_cell)
      : parts_(subdivide(floorplan, longest_cell)),
        blocks_(floorplan.blocks.size()),
        network_(block_model(parts_.cells, package)),
        state_(std::make_shared<ThermalModel>(network_)) {
    std::vector<double> area(blocks_);
    for (std::size_t cell = 0; cell < parts_.block_of.size(); ++cell) {
      area[parts_.block_of[cell]] += area_of(cell);
    }
    for (std::size_t cell = 0; cell < parts_.block_of.size(); ++cell) {
      share_.push_back(area_of(cell) / area[parts_.block_of[cell]]);
    }
  }

  [[nodiscard]] const RcNetwork& network() const { return network_; }
  ThermalState& state() { return state_; }

  void set_power(std::size_t block, double watts) {
    for (std::size_t cell = 0; cell < share_.size(); ++cell) {
      if (parts_.block_of[cell] == block) state_.set_power(cell, Watts(watts * share_[cell]));
    }
  }
  /// Adds HotSpot's leakage to the powers, at the temperatures of the steady state that includes
  /// it:
  ///   P = A (15000 W/m^2) exp(0.036 (T - 383.15 K) / K)
  void settle_leakage(Temperature ambient);
  /// The temperature rise of each block, averaged over its area.
  [[nodiscard]] std::vector<double> rises() const {
    std::vector<double> rises(blocks_);
    for (std::size_t cell = 0; cell < share_.size(); ++cell) {
      rises[parts_.block_of[cell]] += share_[cell] * state_.rise(cell).value();
    }
    return rises;
  }

 private:
  [[nodiscard]] double area_of(std::size_t cell) const {
    const Block& c = parts_.cells.blocks[cell];
    return c.width.value() * c.height.value();
  }

  Subdivision parts_;
  std::size_t blocks_;
  RcNetwork network_;
  ThermalState state_;
  std::vector<double> share_;  ///< The share of each cell in the area of its block.
};

void Chip::settle_leakage(Temperature ambient) {
  constexpr int enough = 1000;
  constexpr double settled = 1e-9, per_area = 1.5e4, growth = 0.036, base = 383.15;
  constexpr double hottest = 1e4;  // Kelvins; above this the temperature grows without bounds.
  std::vector<double> own;
  for (std::size_t cell = 0; cell < share_.size(); ++cell)
    own.push_back(state_.power(cell).value());
  std::vector<double> before(share_.size());
  for (int round = 0; round < enough; ++round) {
    double move = 0;
    std::vector<double> kelvins;
    for (std::size_t cell = 0; cell < share_.size(); ++cell) {
      kelvins.push_back((ambient + state_.steady_rise(cell)).kelvin());
      move = std::max(move, std::abs(kelvins[cell] - before[cell]));
    }
    if (move < settled) return;
    if (!(std::ranges::max(kelvins) < hottest)) break;
    for (std::size_t cell = 0; cell < share_.size(); ++cell) {
      const double leak = per_area * area_of(cell) * std::exp(growth * (kelvins[cell] - base));
      state_.set_power(cell, Watts(own[cell] + leak));
    }
    before = kelvins;
  }
  throw InputError(
      "thermal runaway: with the leakage of -leakage_used the chip has no steady state; cool it "
      "better, or set -leakage_used to 0");
}

std::string rc_text(const RcNetwork& network, Temperature ambient) {
  std::string text = fmt::format(
      "# RC network: C_i dT_i/dt = P_i + Gamb_i*Tamb - sum_j G_ij T_j\n# nodes n={}, ambient "
      "{:.4f} "
      "K\n# per node: index name C[J/K] Gamb[W/K]\n",
      network.nodes.size(), ambient.kelvin());
  for (std::size_t i = 0; i < network.nodes.size(); ++i) {
    const RcNode& node = network.nodes[i];
    text += fmt::format("node {} {} {:.12g} {:.12g}\n", i, node.name, node.capacity.value(),
                        node.to_ambient.value());
  }
  std::vector<RcEdge> edges = network.edges;
  std::ranges::sort(edges, {}, [](const RcEdge& e) { return std::pair(e.from, e.to); });
  for (const RcEdge& edge : edges) {
    text += fmt::format("edge {} {} {:.12g}\n", edge.from, edge.to, edge.conductance.value());
  }
  return text;
}

/// The temperature in kelvins. Throws if it overflowed, so that infinity is never printed.
double finite_kelvins(Temperature temperature) {
  if (std::isfinite(temperature.kelvin())) return temperature.kelvin();
  throw InputError(
      "the temperatures are not finite; check the units of lengths, materials and powers");
}

std::string steady_text(const Chip& chip, const ThermalState& state, Temperature ambient) {
  std::string text = "# node\tavg_power_W\tT_K (steady state of the trace's average power)\n";
  for (std::size_t i = 0; i < chip.network().nodes.size(); ++i) {
    text += fmt::format("{}\t{:.6f}\t{:.6f}\n", chip.network().nodes[i].name,
                        state.power(i).value(), finite_kelvins(ambient + state.steady_rise(i)));
  }
  return text;
}

/// Sets the mean powers, plus HotSpot's leakage in the steady state if the configuration enables
/// it.
void set_mean_power(const hotspot::Configuration& config, Chip& chip,
                    const std::vector<double>& mean_power) {
  for (std::size_t b = 0; b < mean_power.size(); ++b) chip.set_power(b, mean_power[b]);
  if (config.leakage) chip.settle_leakage(config.ambient);
}

void start_from_file(const std::filesystem::path& file, Temperature ambient, Chip& chip) {
  std::vector<std::string> names;
  for (const RcNode& node : chip.network().nodes) names.push_back(node.name);
  std::vector<Kelvins> rises;
  for (const double kelvin : hotspot::read_temperatures(file, names)) {
    rises.push_back(Temperature::kelvin(kelvin) - ambient);
  }
  chip.state().start_at(rises);
}

void set_initial(const Arguments& a, const hotspot::Configuration& config, Chip& chip,
                 const std::vector<double>& mean_power) {
  const std::size_t n = chip.network().nodes.size();
  if (a.initial == "steady") {
    set_mean_power(config, chip, mean_power);
    chip.state().start_steady();
  } else if (!a.initial.empty() && a.initial != "ambient") {
    start_from_file(a.initial, config.ambient, chip);
  } else if (a.initial.empty() && config.initial_file) {
    start_from_file(*config.initial_file, config.ambient, chip);
  } else if (a.initial.empty()) {
    chip.state().start_at(std::vector<Kelvins>(n, config.initial - config.ambient));
  }
}

std::string transient_text(const hotspot::PowerTrace& trace, const Floorplan& floorplan, Chip& chip,
                           Temperature ambient, Seconds interval) {
  std::string text;
  for (const std::size_t block : trace.blocks) {
    if (!text.empty()) text += '\t';
    text += floorplan.blocks[block].name;
  }
  text += '\n';
  for (const auto& row : trace.rows) {
    for (std::size_t column = 0; column < row.size(); ++column) {
      chip.set_power(trace.blocks[column], row[column]);
    }
    chip.state().advance(interval);
    const std::vector<double> rises = chip.rises();
    for (std::size_t column = 0; column < row.size(); ++column) {
      const Temperature t = ambient + Kelvins(rises[trace.blocks[column]]);
      text += fmt::format("{}{:.6f}", column == 0 ? "" : "\t", finite_kelvins(t));
    }
    text += '\n';
  }
  return text;
}

/// Adds the floorplan's file to messages about the chip that name no file.
template <class Work>
auto about_chip(const Arguments& a, Work work) {
  try {
    return work();
  } catch (const InputError& error) {
    if (error.place().file) throw;
    throw InputError({std::make_shared<const std::string>(a.floorplan)}, error.what());
  }
}

void thermal(const Arguments& a) {
  const Floorplan floorplan = hotspot::read_floorplan(a.floorplan);
  hotspot::Configuration config = a.config.empty()
                                      ? hotspot::Configuration{}
                                      : hotspot::read_configuration(a.config, a.materials);
  if (!(a.capacity_factor > 0) || !std::isfinite(a.capacity_factor)) {
    throw InputError("--capacity-factor must be a number greater than zero");
  }
  config.package.capacity_factor = a.capacity_factor;
  if (!a.interval.empty()) config.interval = parse<Duration>(a.interval);
  if (!(config.interval > Duration{})) {
    const bool is_of_file = a.interval.empty() && !a.config.empty();
    throw InputError((is_of_file ? a.config : "--interval") +
                     ": the interval of the power trace must be greater than zero; give --interval "
                     "'10 ms', or -sampling_intvl in the configuration");
  }
  std::optional<Metres> cell;
  if (!a.longest_cell.empty()) cell = parse<Metres>(a.longest_cell);
  if (cell && !(*cell > Metres{})) throw InputError("--max-cell must be greater than zero");
  const hotspot::PowerTrace trace = hotspot::read_power_trace(a.power, floorplan);
  const std::vector<double> mean = trace.mean();
  Chip chip = about_chip(a, [&] { return Chip(floorplan, config.package, cell); });
  if (!a.rc.empty()) write_output(a.rc, rc_text(chip.network(), config.ambient));
  if (!a.steady.empty()) {
    Chip steady = chip;
    const std::string text = about_chip(a, [&] {
      set_mean_power(config, steady, mean);
      return steady_text(steady, steady.state(), config.ambient);
    });
    write_output(a.steady, text);
  }
  const std::string text = about_chip(a, [&] {
    set_initial(a, config, chip, mean);
    return transient_text(trace, floorplan, chip, config.ambient, to_seconds(config.interval));
  });
  if (a.out.empty()) {
    std::cout << text;
  } else {
    write_output(a.out, text);
  }
}

}  // namespace

void add_thermal(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "thermal",
      "Compute the temperatures of a floorplan under a power trace (HotSpot's files and model)");
  auto a = std::make_shared<Arguments>();
  verb->add_option("--floorplan", a->floorplan, "Floorplan, a .flp file of HotSpot")->required();
  verb->add_option("--config", a->config,
                   "Configuration, a .config file of HotSpot (HotSpot's defaults if absent)");
  verb->add_option("--materials", a->materials,
                   "Materials file of HotSpot (the one that the configuration names if absent)");
  verb->add_option("--power", a->power, "Power trace, a .ptrace file of HotSpot")->required();
  verb->add_option(
      "--interval", a->interval,
      "Time interval of one row of the trace, such as '10 ms' (the configuration's if absent)");
  verb->add_option("--initial", a->initial,
                   "Initial temperatures: ambient, steady (of the average power) or a file with "
                   "one line per node (the configuration's init_file or init_temp if absent)");
  verb->add_option("--max-cell", a->longest_cell,
                   "Maximum side length of the cells into which blocks are divided (one cell per "
                   "block if absent)");
  verb->add_option("--capacity-factor", a->capacity_factor,
                   "Factor on all heat capacities: 0.333 is HotSpot's, 1 is physical");
  verb->add_option("--out", a->out,
                   "Temperature trace to write, a .ttrace file (standard output if absent)");
  verb->add_option(
      "--steady", a->steady,
      "File for the steady-state temperatures of the average power (not written if absent)");
  verb->add_option("--rc", a->rc, "File for the RC network (not written if absent)");
  verb->callback([a] { thermal(*a); });
}

}  // namespace kairos
