// The base of policies that order the ready tasks and hold back what cannot start yet.
//
// At every event the ready tasks, the most urgent first, look for the element where they would
// finish first behind those more urgent. Only what can start as soon as its data is there is sent;
// the rest waits, so that something more urgent may still overtake it and a fast element may be
// worth waiting for.
//
// Estimate for an element with several slots: what it is to run next occupies it for duration /
// slots.
#pragma once

#include <limits>
#include <vector>

#include "policies/policy.hpp"

namespace kairos {

class PriorityPolicy : public Policy {
 public:
  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) final;

 private:
  /// The smallest comes first; ties go to the lowest task.
  virtual Duration urgency(TaskRef task, const SystemView& view) = 0;
  /// Before urgencies are asked for at an event.
  virtual void look(const SystemView& /*view*/) {}

  struct Choice {
    ElementId element{};
    Time data_arrival, finish;
  };
  void begin_pass(const SystemView& view);
  [[nodiscard]] Choice best_element(TaskRef task, const SystemView& view) const;

  /// One pass over the ready tasks spans several questions: sending one task does not change what
  /// became of the more urgent ones.
  std::vector<std::pair<Duration, TaskRef>> order_;
  std::size_t next_ = 0;               ///< In order_.
  std::size_t ready_ = 0;              ///< How many must be ready if the pass is to go on.
  Time instant_;                       ///< Of the pass.
  ElementId last_{};                   ///< What the pass sent to last.
  IdVector<ElementId, Time> free_;     ///< Behind what the pass has gone through.
  IdVector<ElementId, bool> awaited_;  ///< By a more urgent task that waits.
};

}  // namespace kairos
