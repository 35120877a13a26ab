#include "sim/thermal/leakage_integrator.hpp"

#include <algorithm>
#include <cmath>

#include "sim/thermal/model_reduction.hpp"

namespace kairos {
namespace {

constexpr Kelvins finest(1e-10);   ///< Tolerance of a step.
constexpr Kelvins roughest(1e-3);  ///< Tolerance of a step while changes of power are merged.
/// Error, in tolerances, below which a step is not iterated. It is small because these errors all
/// have the same sign.
constexpr double negligible = 1e-3;
constexpr Kelvins longest_move(0.5);   ///< Largest temperature change of a heat source in a step.
constexpr double did_not_settle = 16;  ///< Error in tolerances that stands for a step that did not
                                       ///< converge and must be shortened.

Kelvins size(Kelvins difference) {
  return std::max(difference, Kelvins{} - difference);
}

/// All modes of a small network. For a large network, the modes that its heat sources and its
/// background excite.
std::shared_ptr<const ThermalModel> model_of(const RcNetwork& network, const PowerMap& map) {
  const std::size_t nodes = network.nodes.size();
  if (nodes < reduced_from) return std::make_shared<ThermalModel>(network);
  std::vector<HeatVector> heats;
  for (const std::vector<HeatShare>& shares : map.sources) {
    HeatVector& heat = heats.emplace_back(nodes);
    for (const HeatShare& to : shares) heat[to.node] += to.share;
  }
  HeatVector background;
  for (const Watts power : map.background) background.push_back(power.value());
  if (std::ranges::any_of(background, [](double watts) { return watts > 0; })) {
    heats.push_back(background);
  }
  return std::make_shared<ThermalModel>(network, reduced_modes(network, heats));
}

std::vector<ModalPort> ports_of(const PowerMap& map, const ThermalModel& model) {
  std::vector<ModalPort> ports;
  for (const std::vector<HeatShare>& shares : map.sources) ports.push_back(model.port(shares));
  return ports;
}

}  // namespace

LeakageIntegrator::LeakageIntegrator(const Platform& platform)
    : map_(std::make_shared<PowerMap>(platform)),
      state_(model_of(platform.thermal->network, *map_)),
      ports_(std::make_shared<std::vector<ModalPort>>(ports_of(*map_, state_.model()))),
      ambient_(platform.thermal->ambient),
      tolerance_(platform.thermal->merge > Duration{} ? roughest : finest),
      sources_(map_->sources.size()),
      rises_(sources_.size()),
      rises_before_(rises_),
      mean_rises_(rises_),
      ends_(rises_),
      slopes_(rises_),
      slopes_before_(rises_),
      volts_(map_->groups.size()),
      leaks_(volts_.size()),
      leaks_before_(volts_.size()),
      mean_leaks_(volts_.size()),
      longest_(1e-3) {
  find_capacities();
  find_resistance();
  const std::size_t nodes = map_->background.size();
  for (std::size_t n = 0; n < nodes; ++n) state_.set_power(n, map_->background[n]);
  state_.start_at(std::vector<Kelvins>(nodes, platform.thermal->initial - ambient_));
  const auto copy = [](std::span<const double> modes) {
    return std::make_shared<std::vector<double>>(modes.begin(), modes.end());
  };
  start_ = copy(state_.modes());
  background_ = copy(state_.settled());
  read_rises();
  find_leaks();
}

/// If several sources heat a node, each source counts as if it heated an equal part of the node
/// alone.
void LeakageIntegrator::find_capacities() {
  std::vector<double> sources_at(map_->background.size());
  for (const auto& shares : map_->sources) {
    for (const HeatShare& to : shares) sources_at[to.node] += 1;
  }
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    JoulesPerKelvin& least = sources_[s].capacity;
    for (const HeatShare& to : map_->sources[s]) {
      const JoulesPerKelvin own = state_.capacity(to.node) / (to.share * sources_at[to.node]);
      least = least == JoulesPerKelvin{} ? own : std::min(least, own);
    }
  }
}

void LeakageIntegrator::find_resistance() {
  ThermalState heated = state_;
  for (const ModalPort& port : *ports_) heated.change_power(port, Watts(1));
  for (std::size_t n = 0; n < map_->background.size(); ++n) {
    resistance_ = std::max(resistance_, heated.steady_rise(n) / Watts(1));
  }
}

void LeakageIntegrator::set_powers(const IdVector<ElementId, Watts>& powers,
                                   std::span<const Volts> volts) {
  std::ranges::copy(volts, volts_.begin());
  set_besides(powers);
}

void LeakageIntegrator::hold(const IdVector<ElementId, Watts>& powers, Seconds elapsed) {
  std::ranges::fill(volts_, Volts{});
  set_besides(powers);
  mark();
  clear_leakage();
  state_.advance(elapsed);
  for (Source& source : sources_) source.mean = source.power;
  inject(elapsed);
  read_rises();
  find_leaks();
}

void LeakageIntegrator::set_besides(const IdVector<ElementId, Watts>& powers) {
  for (Source& source : sources_) source.besides = {};
  for (const ElementId e : ids<ElementId>(powers.size())) {
    sources_[map_->source_of[e]].besides += powers[e];
  }
  heat(&LeakageIntegrator::leakage);
}

void LeakageIntegrator::mark() {
  state_.mark();
  rises_before_ = rises_;
  leaks_before_ = leaks_;
}

Seconds LeakageIntegrator::step(Seconds at_most) {
  constexpr double least = 0.1, most = 8, cautious = 0.9;
  mark();
  for (Seconds length = std::min(at_most, longest_);;) {
    const double error = take(length);
    longest_ = length * std::clamp(cautious / std::sqrt(std::sqrt(error)), least, most);
    if (error <= 1) {
      inject(length);
      return length;
    }
    length = longest_;
  }
}

void LeakageIntegrator::inject(Seconds elapsed) {
  for (Source& source : sources_) source.injected += source.mean * elapsed;
}

/// Takes a step from mark(). Returns its error in tolerances.
double LeakageIntegrator::take(Seconds length) {
  state_.go_back();
  heat(&LeakageIntegrator::leakage_before);
  for (Source& source : sources_) source.mean = source.power;
  state_.advance(length);
  read_rises();
  const double too_far = furthest_move(rises_before_) / longest_move;
  if (too_far > 1) return std::pow(too_far, 4);
  hold_leakage();
  if (warming_of_errors(length) > tolerance_ * negligible && !correct(length)) {
    return did_not_settle;
  }
  heat(&LeakageIntegrator::leakage);
  return warming_of_errors(length) / tolerance_;
}

/// Computes the leakage that was missing in a step with the leakage at its start: half of its
/// growth on average.
void LeakageIntegrator::hold_leakage() {
  find_leaks();
  clear_leakage();
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    const Amperes growth = leakage(g) - leakage_before(g);
    mean_leaks_[g] = leakage_before(g) + growth / 2;
    spread(g, {{}, volts_[g] * growth, {}, {}}, volts_[g] * growth / 2);
  }
}

/// Repeats the step with the leakage at the temperatures of its end until these no longer change.
/// Returns false if they keep changing.
bool LeakageIntegrator::correct(Seconds length) {
  constexpr int enough = 30, first = 3;
  constexpr double settled = 0.1;
  find_slopes_before(length);
  Kelvins last_move;
  for (int round = 0;; ++round) {
    fit_leakage(length);
    state_.go_back();
    state_.advance(length);
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      state_.add((*ports_)[s], sources_[s].leakage, length);
    }
    ends_ = rises_;
    read_rises();
    find_leaks();
    const Kelvins move = furthest_move(ends_);
    if (move <= tolerance_ * settled) break;
    if (round == enough || (round >= first && move > last_move / 2)) return false;
    last_move = move;
  }
  heat(&LeakageIntegrator::mean_leakage);
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    sources_[s].mean = sources_[s].power;
    mean_rises_[s] = state_.mean_rise(row(s), length);
  }
  find_errors();
  return true;
}

CrossingVerdict LeakageIntegrator::judge_crossing(std::size_t node, Temperature level, bool upwards,
                                                  Seconds length) {
  return state_.judge_crossing(node, level - ambient_, upwards, slack(length));
}

template <class Current>
void LeakageIntegrator::heat(Current current) {
  for (Source& source : sources_) {
    source.before = source.power;
    source.power = source.besides;
  }
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    sources_[map_->groups[g].source].power += volts_[g] * (this->*current)(g);
  }
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    state_.change_power((*ports_)[s], sources_[s].power - sources_[s].before);
  }
}

void LeakageIntegrator::read_rises() {
  for (std::size_t s = 0; s < sources_.size(); ++s) rises_[s] = state_.rise(row(s));
}

void LeakageIntegrator::find_leaks() {
  for (std::size_t g = 0; g < leaks_.size(); ++g) {
    const LeakingGroup& group = map_->groups[g];
    leaks_[g] = group.leakage->curve(ambient_ + rises_[group.source]);
  }
}

Kelvins LeakageIntegrator::furthest_move(std::span<const Kelvins> from) const {
  Kelvins furthest;
  for (std::size_t s = 0; s < rises_.size(); ++s) {
    furthest = std::max(furthest, size(rises_[s] - from[s]));
  }
  return furthest;
}

/// For every mode dz/dt = U^T P - rate z. The integral of z over time is therefore that of U^T P,
/// which follows from the energies injected, minus the change of z, divided by the rate: an energy
/// balance. It costs nothing during the run and does not depend on how the run was divided into
/// steps.
Kelvins LeakageIntegrator::mean_rise(std::size_t source, Seconds elapsed) const {
  const std::span<const double> rates = state_.model().rates();
  double sum = 0;
  for (std::size_t k = 0; k < rates.size(); ++k) {
    double integral = (*background_)[k] * elapsed.value();
    for (std::size_t s = 0; s < sources_.size(); ++s) {
      integral += (*ports_)[s].shape_over_rate[k] * sources_[s].injected.value();
    }
    sum += row(source)[k] * (integral - (state_.modes()[k] - (*start_)[k]) / rates[k]);
  }
  return Kelvins(sum / elapsed.value());
}

}  // namespace kairos
