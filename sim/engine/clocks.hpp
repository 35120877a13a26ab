// The clocks of the chip: governors and power rails are asked when their time comes, and what they
// want comes into force after the transition of a cluster.
#pragma once

#include "sim/decision/decision.hpp"
#include "sim/engine/checkpointing.hpp"
#include "sim/governors/clock_control.hpp"

namespace kairos {

class Clocks {
 public:
  Clocks(const EngineContext& context, const Checkpointing& checkpointing);

  /// The run begins: first points come into force, rails wait for their period.
  void begin();

  /// A user or a policy sets the point of a cluster, as far as zones and rails allow.
  void want(ClusterId cluster, std::size_t point);
  /// Throws std::logic_error when the cluster has no such point.
  void set_point_for(const Decision& decision);
  /// An element starts to work: the governor of its cluster may have been at rest.
  void wake_governor(ElementId element) {
    if (is_governed_) wake_governor_of(context_.element(element).cluster);
  }
  /// A straggler has a part of the speed of its operating point.
  void set_remaining_speed(ElementId element, double remaining);

  void ask_governor(ClusterId cluster);
  void update_rail(std::size_t rail);
  void end_transition(ClusterId cluster);

  /// Moves a cluster towards what is wanted and allowed.
  void move(ClusterId cluster);
  [[nodiscard]] ClockControl& control() { return control_; }

 private:
  void wake_governor_of(ClusterId cluster);
  void set_point(ClusterId cluster, std::size_t point);
  void set_speed(ElementId element, double speed);

  EngineContext context_;
  const Checkpointing& checkpointing_;
  ClockControl control_;
  IdVector<ClusterId, bool> changing_;           ///< On the way to another point.
  IdVector<ElementId, double> remaining_speed_;  ///< The factor that stragglers have left.
  bool is_governed_ = false;                     ///< Some governor wants to be asked.
};

}  // namespace kairos
