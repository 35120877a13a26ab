#include "sim/engine/clocks.hpp"

#include <algorithm>
#include <stdexcept>

namespace kairos {

Clocks::Clocks(const EngineContext& context, const Checkpointing& checkpointing,
               GangSteps& gang_steps)
    : context_(context),
      checkpointing_(checkpointing),
      gang_steps_(gang_steps),
      control_(context.scenario.platform, context.scenario.governors),
      changing_(context.scenario.platform.clusters.size()),
      remaining_speed_(context.scenario.platform.elements.size(), 1.0) {
  for (const ClusterId c : ids<ClusterId>(changing_.size())) {
    is_governed_ = is_governed_ || control_.period(c) > Duration{};
  }
}

void Clocks::begin() {
  for (const ClusterId c : ids<ClusterId>(changing_.size())) {
    const std::size_t first = control_.target(c);
    if (first != context_.state.points[c]) set_point(c, first);
  }
  for (std::size_t r = 0; r < control_.rail_count(); ++r) {
    context_.agenda.wake(Activity::rail, r, context_.state.now + control_.rail(r).period);
  }
}

void Clocks::want(ClusterId cluster, std::size_t point) {
  control_.want(cluster, point);
  move(cluster);
}

void Clocks::set_point_for(const Decision& decision) {
  const Platform& platform = context_.scenario.platform;
  const ClusterId cluster = platform.elements[decision.element].cluster;
  if (decision.point >= platform.clusters[cluster].points.size()) {
    throw std::logic_error("cluster '" + platform.clusters[cluster].name +
                           "' has no operating point " + std::to_string(decision.point));
  }
  want(cluster, decision.point);
}

void Clocks::wake_governor_of(ClusterId cluster) {
  const Time now = context_.state.now;
  if (control_.wakes(cluster, now)) {
    context_.agenda.wake(Activity::governor, cluster, now + control_.period(cluster));
  }
}

void Clocks::set_remaining_speed(ElementId element, double remaining) {
  remaining_speed_[element] = remaining;
  set_speed(element, context_.element(element).speed);
}

void Clocks::set_speed(ElementId element, double speed) {
  context_.agenda.backend().set_speed(element, speed * remaining_speed_[element]);
}

void Clocks::ask_governor(ClusterId cluster) {
  SystemState& system = context_.state;
  system.energy.settle_all(system.now);
  const bool goes_on =
      control_.ask_governor(cluster, system.points[cluster], system.energy, system.now);
  move(cluster);
  if (goes_on) {
    context_.agenda.wake(Activity::governor, cluster, system.now + control_.period(cluster));
  }
}

void Clocks::update_rail(std::size_t rail) {
  SystemState& system = context_.state;
  system.energy.settle_all(system.now);
  control_.update_rail(rail, system.energy, system.now);
  for (const ClusterId c : control_.rail(rail).clusters) move(c);
  context_.agenda.wake(Activity::rail, rail, system.now + control_.rail(rail).period);
}

void Clocks::move(ClusterId cluster) {
  if (control_.update_throttled(cluster)) {
    context_.announce(ThrottleChanged{cluster, control_.is_throttled(cluster)});
  }
  if (control_.target(cluster) == context_.state.points[cluster] || changing_[cluster]) return;
  const Transition& transition = context_.scenario.platform.clusters[cluster].transition;
  if (transition.latency == Duration{}) {
    end_transition(cluster);
  } else {
    changing_[cluster] = true;
    context_.agenda.wake(Activity::transition, cluster, context_.state.now + transition.latency);
  }
}

void Clocks::end_transition(ClusterId id) {
  changing_[id] = false;
  SystemState& system = context_.state;
  if (control_.target(id) == system.points[id]) return;
  const Cluster& cluster = context_.scenario.platform.clusters[id];
  if (cluster.transition.energy > Joules{}) {
    const Joules each = cluster.transition.energy / static_cast<double>(cluster.elements.size());
    for (const ElementId e : cluster.elements) system.energy.charge(e, each, system.now);
  }
  set_point(id, control_.target(id));
}

/// Sets the point of a cluster and updates the expected ends of all its running and queued tasks.
void Clocks::set_point(ClusterId id, std::size_t point) {
  SystemState& system = context_.state;
  const Cluster& cluster = context_.scenario.platform.clusters[id];
  system.points[id] = point;
  const double speed = cluster.points[point].speed;
  system.energy.set_point(id, point, system.now);
  for (const ElementId e : cluster.elements) {
    ElementState& element = system.elements[e];
    change_speed_of_running(element, speed);
    element.speed = speed;
    for (const TaskHandle& task : element.queue.all()) {
      task.state().nominal = checkpointing_.expected_duration(task, e);
    }
    element.expect_otherwise(system.now);
    set_speed(e, speed);
  }
  if (gang_steps_.is_on()) gang_steps_.expect_again(cluster.elements);
  context_.announce(PointChanged{id, point});
}

/// Updates the expected ends of the tasks that run on an element whose speed changes. The end of a
/// member of a gang is that of its own work.
void Clocks::change_speed_of_running(ElementState& element, double speed) {
  const Time now = context_.state.now;
  for (std::size_t i = 0; i < element.slots.size(); ++i) {
    Slot& slot = element.slots[i];
    const bool is_member = gang_steps_.has_member_in(element.first_slot + i);
    Time& finish =
        is_member ? gang_steps_.own_finish(element.first_slot + i) : slot.expected_finish;
    if (!slot.task || finish <= now) continue;
    const Time from = std::max({slot.computes_from, slot.paused_until, now});
    const auto left = static_cast<double>((finish - from).picoseconds());
    finish = from + whole_picoseconds(left * element.speed / speed);
  }
}

}  // namespace kairos
