// The base of policies that order the ready tasks and hold back what cannot start yet.
//
// At every event the ready tasks, the most urgent first, look for the element where they would
// finish first behind those more urgent. Only what can start as soon as its data is there is sent;
// the rest waits, so that something more urgent may still overtake it and a fast element may be
// worth waiting for.
//
// Estimate for an element with several slots: what it is to run next occupies it for duration /
// slots.
//
// The order is kept between events, and a pass over it ends as soon as a more urgent task waits for
// every element that any of the rest could take: nothing further could be sent. Tasks for which
// that is so already are looked at only when a task behind them would take one of their elements.
// The decisions are those of a pass over all ready tasks.
#pragma once

#include <optional>
#include <vector>

#include "policies/policy.hpp"
#include "policies/ready_order.hpp"

namespace kairos {

class PriorityPolicy : public Policy {
 public:
  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) final;

 protected:
  [[nodiscard]] ReadyOrder& order() { return order_; }

 private:
  /// The smallest comes first; ties go to the lowest task. Asked once, when the task has become
  /// ready: what changes later is said to order() in look().
  virtual Duration urgency(TaskRef task, const SystemView& view) = 0;
  /// Before a pass over the ready tasks.
  virtual void look(const SystemView& /*view*/) {}
  /// A task is sent.
  virtual void note_sent(const Decision& /*decision*/) {}

  struct Choice {
    ElementId element{};
    Time data_arrival, finish;
  };
  /// How far the pass has come in a group of tasks with the same capable elements.
  struct Progress {
    ReadyOrder::Cursor next;
    std::size_t elements = 0;  ///< Those that are up and that no task waits for.
  };
  void begin_pass(const SystemView& view);
  [[nodiscard]] Choice best_element(TaskRef task, const SystemView& view) const;
  std::optional<Decision> send(std::size_t which, const Choice& choice, const SystemView& view);
  void wait(std::vector<Progress>& groups, std::size_t which, const Choice& choice,
            const SystemView& view);
  void await(ElementId element, const SystemView& view);
  void pass_over_a_closed_task(std::size_t which, const SystemView& view);

  ReadyOrder order_;

  /// One pass over the ready tasks spans several questions: sending one task does not change what
  /// became of the more urgent ones.
  std::vector<Progress> open_;         ///< Groups of which a task could still be sent.
  std::vector<Progress> closed_;       ///< Groups whose elements all have a task that waits.
  std::size_t ready_ = 0;              ///< How many must be ready if the pass is to go on.
  Time instant_;                       ///< Of the pass.
  ElementId last_{};                   ///< What the pass sent to last.
  IdVector<ElementId, Time> free_;     ///< Behind what the pass has gone through.
  IdVector<ElementId, bool> awaited_;  ///< By a more urgent task that waits.
};

}  // namespace kairos
