// Clocks and temperatures: governors and rails are asked when their time comes, zones at the very
// instant when their temperature is passed, and what they want comes into force after the
// transition.
#include <stdexcept>

#include "sim/engine/simulator.hpp"

namespace kairos {

void Simulator::begin_clocks() {
  for (const ClusterId c : ids<ClusterId>(state_.points.size())) {
    const std::size_t first = clocks_.target(c);
    if (first != state_.points[c]) set_point(c, first);
  }
  for (std::size_t r = 0; r < clocks_.rail_count(); ++r) {
    backend_->wake(activity(first_rail_, r), state_.now + clocks_.rail(r).period);
  }
  for (std::size_t z = 0; z < clocks_.zone_count(); ++z) look_again(z);
  watches_heat_ = clocks_.watches_temperature();
  reads_chip_ = state_.temperatures.has_value();
  for (const ElementId e : ids<ElementId>(state_.elements.size())) rest(e);
  for (const ClusterId c : ids<ClusterId>(state_.points.size())) {
    is_governed_ = is_governed_ || clocks_.period(c) > Duration{};
  }
}

void Simulator::handle_clock(std::uint32_t activity) {
  if (activity < first_zone_) {
    handle_heat();
  } else if (activity < first_rail_) {
    update_zone(activity - first_zone_);
  } else if (activity < first_governor_) {
    update_rail(activity - first_rail_);
  } else if (activity < first_transition_) {
    ask_governor(static_cast<ClusterId>(activity - first_governor_));
  } else if (activity >= first_doze_) {
    handle_doze(static_cast<ElementId>(activity - first_doze_));
  } else {
    end_transition(static_cast<ClusterId>(activity - first_transition_));
  }
}

/// An element starts a task: the governor of its cluster may have been at rest.
void Simulator::wake_governor(ElementId element) {
  const ClusterId cluster = scenario_.platform.elements[element].cluster;
  if (clocks_.wakes(cluster, state_.now)) {
    backend_->wake(activity(first_governor_, cluster), state_.now + clocks_.period(cluster));
  }
}

void Simulator::set_point_for(const Decision& decision) {
  const ClusterId cluster = scenario_.platform.elements[decision.element].cluster;
  if (decision.point >= scenario_.platform.clusters[cluster].points.size()) {
    throw std::logic_error("cluster '" + scenario_.platform.clusters[cluster].name +
                           "' has no operating point " + std::to_string(decision.point));
  }
  want_point(cluster, decision.point);
}

/// A user or a policy sets the clock of a cluster.
void Simulator::want_point(ClusterId cluster, std::size_t point) {
  clocks_.want(cluster, point);
  move_clock(cluster);
}

/// Towards what is wanted and allowed.
void Simulator::move_clock(ClusterId cluster) {
  if (clocks_.update_throttled(cluster)) {
    announce(ThrottleChanged{cluster, clocks_.is_throttled(cluster)});
  }
  if (clocks_.target(cluster) == state_.points[cluster] || changing_[cluster]) return;
  const Transition& transition = scenario_.platform.clusters[cluster].transition;
  if (transition.latency == Duration{}) {
    end_transition(cluster);
  } else {
    changing_[cluster] = true;
    backend_->wake(activity(first_transition_, cluster), state_.now + transition.latency);
  }
}

void Simulator::end_transition(ClusterId id) {
  changing_[id] = false;
  if (clocks_.target(id) == state_.points[id]) return;
  const Cluster& cluster = scenario_.platform.clusters[id];
  if (cluster.transition.energy > Joules{}) {
    const Joules each = cluster.transition.energy / static_cast<double>(cluster.elements.size());
    for (const ElementId e : cluster.elements) state_.energy.charge(e, each, state_.now);
  }
  set_point(id, clocks_.target(id));
}

void Simulator::ask_governor(ClusterId cluster) {
  state_.energy.settle_all(state_.now);
  const bool goes_on =
      clocks_.ask_governor(cluster, state_.points[cluster], state_.energy, state_.now);
  move_clock(cluster);
  if (goes_on)
    backend_->wake(activity(first_governor_, cluster), state_.now + clocks_.period(cluster));
}

void Simulator::update_rail(std::size_t rail) {
  state_.energy.settle_all(state_.now);
  clocks_.update_rail(rail, state_.energy, state_.now);
  for (const ClusterId c : clocks_.rail(rail).clusters) move_clock(c);
  backend_->wake(activity(first_rail_, rail), state_.now + clocks_.rail(rail).period);
}

void Simulator::update_zone(std::size_t zone) {
  read_temperatures();
  clocks_.update_zone(zone, *state_.temperatures, state_.energy, state_.now);
  for (const ClusterId c : clocks_.clusters_of_zone(zone)) move_clock(c);
  look_again(zone);
  watches_heat_ = clocks_.watches_temperature();
}

void Simulator::look_again(std::size_t zone) {
  if (const auto after = clocks_.watch(zone).look_again) {
    backend_->wake(activity(first_zone_, zone), state_.now + *after);
  }
}

/// Time has moved on.
void Simulator::read_chip() {
  if (!state_.temperatures) {
    announce_reading();
  } else if (state_.temperatures->is_due(state_.now)) {
    read_temperatures();
  }
}

/// Brings temperatures to this instant.
void Simulator::read_temperatures() {
  if (state_.temperatures->updated_at() == state_.now) return;
  state_.temperatures->advance_to(state_.now);
  announce_reading();
}

/// Before time moves on: wakes the run at the instant when a zone's temperature will be passed, or,
/// while changes of power are being merged, when they have been.
void Simulator::watch_heat() {
  ChipTemperatures& temperatures = *state_.temperatures;
  const bool is_open = temperatures.updated_at() < state_.now;
  if (is_open && heat_wake_ <= temperatures.window_end()) return;
  if (!is_open && faced_ == state_.now && state_.energy.last_change() < state_.now) return;
  Time wake = Time::never();
  if (is_open) {
    wake = std::max(state_.now, temperatures.window_end());
  } else {
    temperatures.set_present_power();
    faced_ = state_.now;
    if (const auto next = clocks_.next_look(temperatures)) {
      wake = state_.now + std::max(to_duration(*next), Duration::picoseconds(1));
    }
  }
  if (wake == heat_wake_) return;
  if (heat_wake_ != Time::never()) cancel(activity(first_heat_, 0));
  heat_wake_ = wake;
  if (wake != Time::never()) backend_->wake(activity(first_heat_, 0), wake);
}

void Simulator::handle_heat() {
  heat_wake_ = Time::never();
  read_temperatures();
  for (std::size_t zone = 0; zone < clocks_.zone_count(); ++zone) {
    if (clocks_.is_reached(zone, *state_.temperatures)) update_zone(zone);
  }
}

}  // namespace kairos
