// Controls the clocks of the chip: asks governors and power rails periodically, and puts operating
// points into force after the transition of a cluster.
#pragma once

#include "sim/decision/decision.hpp"
#include "sim/engine/checkpointing.hpp"
#include "sim/engine/gang_steps.hpp"
#include "sim/governors/clock_control.hpp"

namespace kairos {

class Clocks {
 public:
  Clocks(const EngineContext& context, const Checkpointing& checkpointing, GangSteps& gang_steps);

  /// Begins the run: puts the first points into force and schedules the first periods of rails.
  void begin();

  /// Requests a point for a cluster, on behalf of a user or a policy. Zones and rails may limit it.
  void want(ClusterId cluster, std::size_t point);
  /// Throws std::logic_error if the cluster has no such point.
  void set_point_for(const Decision& decision);
  /// Must be called when an element starts to work, because the governor of its cluster may have
  /// been at rest.
  void wake_governor(ElementId element) {
    if (is_governed_) wake_governor_of(context_.element(element).cluster);
  }
  /// Sets the share of the speed of its operating point that a straggler has.
  void set_remaining_speed(ElementId element, double remaining);

  void ask_governor(ClusterId cluster);
  void update_rail(std::size_t rail);
  void end_transition(ClusterId cluster);

  /// Moves a cluster towards the point that is requested and allowed.
  void move(ClusterId cluster);
  [[nodiscard]] ClockControl& control() { return control_; }

 private:
  void wake_governor_of(ClusterId cluster);
  void set_point(ClusterId cluster, std::size_t point);
  void change_speed_of_running(ElementState& element, double speed);
  void set_speed(ElementId element, double speed);

  EngineContext context_;
  const Checkpointing& checkpointing_;
  GangSteps& gang_steps_;
  ClockControl control_;
  IdVector<ClusterId, bool> changing_;           ///< True while a cluster changes to another point.
  IdVector<ElementId, double> remaining_speed_;  ///< Share of the speed that is left; 1 except for
                                                 ///< stragglers.
  bool is_governed_ = false;                     ///< True if any governor wants to be asked.
};

}  // namespace kairos
