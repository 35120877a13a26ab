// The steps of gangs that run: which members are computing, which wait for the others, and which
// steps take longer than usual. The rules are those of gangs.hpp.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "sim/engine/engine_context.hpp"

namespace kairos {

class GangSteps {
 public:
  /// If it is not on, because no application has gangs, only functions that ask a question may be
  /// called; they answer that there are no members.
  explicit GangSteps(const EngineContext& context);

  [[nodiscard]] bool is_on() const { return is_on_; }

  /// Begins a step of the members that have just started in these slots.
  void begin(const std::vector<std::size_t>& slots);
  /// True if a slot holds a member of a gang whose step has not ended.
  [[nodiscard]] bool has_member_in(std::size_t slot) const {
    return is_on_ && step_in_[slot].has_value();
  }
  /// True if the member in a slot has computed to its end and waits for the others.
  [[nodiscard]] bool waits_in(std::size_t slot) const { return is_on_ && has_ended_[slot]; }
  /// The slots of all members of the gang of which one runs in this slot.
  [[nodiscard]] const std::vector<std::size_t>& slots_with(std::size_t slot) const {
    return steps_[*step_in_[slot]].slots;
  }
  /// Must be called when the member in a slot has computed to its end. Ends the step and returns
  /// the slots of all members if it was the last one.
  std::vector<std::size_t> end_member(std::size_t slot);
  /// Must be called when the member in a slot is lost. The step does not end any more.
  void lose_member(std::size_t slot) { steps_[*step_in_[slot]].is_lost = true; }
  /// Ends the step of the member in a slot without a result.
  void end(std::size_t slot);

  /// The instant at which the member in a slot will have computed to its end, by nominal costs.
  /// When it has been changed, expect_again() must be called.
  [[nodiscard]] Time& own_finish(std::size_t slot) { return own_finish_[slot]; }
  /// Updates the expected ends of the steps that have a member on one of these elements.
  void expect_again(std::span<const ElementId> changed);

  /// The instant at which a fault of an element is noticed by the time of a step; Time::never() if
  /// that is not asked for or if no member of a gang runs there.
  [[nodiscard]] Time overdue_at(ElementId element) const;
  /// The elements of the step of which a member runs in this slot, when the event for its deviation
  /// has happened.
  [[nodiscard]] std::vector<ElementId> elements_overdue(std::size_t slot);

 private:
  /// Members that run.
  struct Step {
    std::vector<std::size_t> slots;
    std::size_t computing = 0;  ///< Number of members that have not come to their end.
    Time start;
    Duration usual;          ///< The longest nominal time of a member.
    bool is_lost = false;    ///< True if a member was lost.
    bool has_alarm = false;  ///< True if an event for its deviation is scheduled.
  };

  [[nodiscard]] Time deviation_of(const Step& step) const;
  void expect_again(const Step& step);

  EngineContext context_;
  const bool is_on_;
  const bool watches_;  ///< True if slow elements are detected.
  std::vector<Step> steps_;
  std::vector<std::size_t> free_;                    ///< Unused entries of `steps_`.
  std::vector<std::optional<std::size_t>> step_in_;  ///< Indexed by slot.
  std::vector<bool> has_ended_;                      ///< Indexed by slot.
  std::vector<Time> own_finish_;                     ///< Indexed by slot.
};

}  // namespace kairos
