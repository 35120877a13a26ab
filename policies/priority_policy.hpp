// The base of policies that order the ready tasks by urgency and hold back tasks that cannot start
// yet.
//
// At every event the ready tasks, the most urgent first, choose the element where they would finish
// first behind the more urgent ones. A task is sent only if it can start as soon as its data has
// arrived. The others wait, so that a more urgent task may still overtake them and a fast element
// may be worth waiting for.
//
// Estimate for an element with several slots: a task that waits for it occupies it for duration /
// slots.
//
// The order is kept between events. A pass over it ends as soon as a more urgent task waits for
// every element that any of the remaining tasks could use, because then nothing more can be sent. A
// task whose elements are all waited for is examined only if a later task would take one of its
// elements. The decisions are the same as those of a pass over all ready tasks.
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
  void forget(JobId /*job*/) final { ready_ = 0; }

 protected:
  [[nodiscard]] ReadyOrder& order() { return order_; }

 private:
  /// The task with the smallest urgency comes first; ties go to the lowest task. It is asked once,
  /// when the task has become ready. A policy reports later changes to order() in look().
  virtual Duration urgency(TaskRef task, const SystemView& view) = 0;
  /// Called before each pass over the ready tasks.
  virtual void look(const SystemView& /*view*/) {}
  /// Called when a task is sent.
  virtual void note_sent(const Decision& /*decision*/) {}

  struct Choice {
    ElementId element{};
    Time data_arrival, finish;
  };
  /// The position of the pass in a group of tasks with the same capable elements.
  struct Progress {
    ReadyOrder::Cursor next;
    std::size_t elements = 0;  ///< Elements that are up and that no task waits for.
  };
  void begin_pass(const SystemView& view);
  [[nodiscard]] Choice best_element(TaskRef task, const SystemView& view) const;
  std::optional<Decision> send(std::size_t which, const Choice& choice, const SystemView& view);
  void wait(std::vector<Progress>& groups, std::size_t which, const Choice& choice,
            const SystemView& view);
  void await(ElementId element, const SystemView& view);
  void pass_over_a_closed_task(std::size_t which, const SystemView& view);

  ReadyOrder order_;

  /// One pass over the ready tasks spans several calls of decide(), because sending one task does
  /// not change the choices of more urgent ones.
  std::vector<Progress> open_;         ///< Groups with a task that could still be sent.
  std::vector<Progress> closed_;       ///< Groups whose elements are all waited for.
  std::size_t ready_ = 0;              ///< The number of ready tasks to continue with.
  Time instant_;                       ///< The instant of the pass.
  ElementId last_{};                   ///< The element to which the pass sent its last task.
  IdVector<ElementId, Time> free_;     ///< The instant from which each is free.
  IdVector<ElementId, bool> awaited_;  ///< True if a more urgent task waits for it.
};

}  // namespace kairos
