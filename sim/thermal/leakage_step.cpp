// The leakage within one step of the integrator: its cubic in time, and the bounds of its errors.
#include <algorithm>

#include "sim/thermal/leakage_integrator.hpp"

namespace kairos {
namespace {

Watts size(Watts power) {
  return std::max(power, Watts{} - power);
}

}  // namespace

void LeakageIntegrator::find_slopes_before(Seconds length) {
  state_.go_back();
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    slopes_before_[s] = Kelvins(state_.slope(row(s)) * length.value());
  }
  state_.advance(length);
}

/// Fits the cubics to the values and slopes of leakage at both ends of the step. The powers set are
/// those at the start, so the growth of leakage is added to the slopes at the end.
void LeakageIntegrator::fit_leakage(Seconds length) {
  clear_leakage();
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    spread(g, {{}, volts_[g] * (leakage(g) - leakage_before(g)), {}, {}}, {});
  }
  for (std::size_t s = 0; s < sources_.size(); ++s) {
    slopes_[s] = Kelvins(state_.slope(row(s)) * length.value());
  }
  for (const PowerMap::Coupling& c : map_->couplings) {
    slopes_[c.to] += sources_[c.from].leakage.linear * length / c.capacity;
  }
  clear_leakage();
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    const std::size_t s = map_->groups[g].source;
    const Amperes slope_before = leaks_before_[g].slope * slopes_before_[s];
    const Amperes slope = leaks_[g].slope * slopes_[s];
    const Amperes linear = leakage(g) - leakage_before(g);
    const Amperes quadratic = (slope_before - slope) / 12;
    const Amperes mean = linear / 2 + quadratic;
    const Amperes cubic = slope_before + slope - linear * 2;
    mean_leaks_[g] = leakage_before(g) + mean;
    spread(g, {volts_[g] * mean, volts_[g] * linear, volts_[g] * quadratic, volts_[g] * cubic}, {});
  }
}

/// The variance of a temperature over the step is approximated by that of a straight line.
void LeakageIntegrator::find_errors() {
  for (std::size_t g = 0; g < volts_.size(); ++g) {
    const std::size_t s = map_->groups[g].source;
    const Leakage::Curve middle = map_->groups[g].leakage->curve(ambient_ + mean_rises_[s]);
    const Kelvins move = rises_[s] - rises_before_[s];
    const Amperes mean = middle.current + middle.curvature * move * move / 24;
    spread(g, {}, size(volts_[g] * (mean - mean_leaks_[g])));
  }
}

void LeakageIntegrator::clear_leakage() {
  for (Source& source : sources_) {
    source.leakage = {};
    source.error = {};
  }
}

void LeakageIntegrator::spread(std::size_t group, const HermiteSource& leakage, Watts error) {
  Source& source = sources_[map_->groups[group].source];
  source.leakage.mean += leakage.mean;
  source.leakage.linear += leakage.linear;
  source.leakage.quadratic += leakage.quadratic;
  source.leakage.cubic += leakage.cubic;
  source.error += size(error);
}

/// A bound of the warming of any node if all sources have such a power for this time. The rise
/// exceeds neither that without heat loss nor that in the steady state.
Kelvins LeakageIntegrator::warming(const Source& source, Watts power, Seconds length) const {
  return std::min(power * length / source.capacity, power * resistance_);
}

Kelvins LeakageIntegrator::warming_of_errors(Seconds length) const {
  Kelvins most;
  for (const Source& source : sources_)
    most = std::max(most, warming(source, source.error, length));
  return most;
}

/// The leakage during the step differs from that at its end by less than `besides`. Its effect on a
/// slope is at most the difference at the start plus all changes, divided by the capacity.
Slack LeakageIntegrator::slack(Seconds length) const {
  Slack slack;
  for (const Source& source : sources_) {
    const HermiteSource& leakage = source.leakage;
    const Watts besides =
        size(leakage.linear) + size(leakage.quadratic) * 1.5 + size(leakage.cubic) * 0.1;
    slack.value = std::max(slack.value, warming(source, besides, length).value());
    slack.slope = std::max(slack.slope, (besides * Seconds(3) / source.capacity).value());
  }
  return slack;
}

}  // namespace kairos
