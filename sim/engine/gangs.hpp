// Runs gangs: tasks of a job that start together and end together, such as the tasks of one step of
// a synchronous collective operation.
//
//   start of the step = first instant at which every member could start
//   end of the step   = start + longest set-up and execution of a member
//
// A member could start if its inputs have arrived, its element works and is awake and has a free
// slot, and it is the member's turn in the queue. No member takes a slot before the others, so no
// element is held in vain. A member that has computed to its end holds its slot until all have, and
// its element draws the power of a busy one. If the clock of a member changes, the expected ends of
// all members change with it.
//
// Example: a takes 4 us and b takes 7 us, on two elements. a could start at 1 us and b at 3 us.
// Both start at 3 us and end at 10 us. The element of a is idle from 1 to 3 us and busy from 3 to
// 10 us.
//
// Turns. A gang is assembled when all of its members have been sent to elements. Assembled gangs
// are numbered in this order.
//   - Before that, tasks pass its members in the queues. Policies count a member as if it started
//     at once. When it would have ended, they are asked again and may count its element as free.
//   - From then on, its members keep their places. If it is the turn of a member of any assembled
//     gang by the rule of the queue, the member of the gang with the smallest number in this queue
//     is next, and the other tasks wait until that gang has started.
// The tasks before the members of the gang with the smallest number come to an end, so gangs never
// wait for each other in a circle.
//
// Loss of a member. If an element fails, the other members go on and then wait until the failure is
// known. Then they are lost, too, and all members are ready again, with the work that checkpoints
// have saved. If the result of one member is wrong, all members begin again from their start when
// the step ends.
//
// Detection by deviation (faults: {deviation: {factor: f}}). Dong et al. (C4, arXiv 2406.04594)
// find faulty machines by the time that collective operations take:
//
//   detection = start of the step + f * usual time of the step
//
// The usual time is the longest nominal time of a member, at the clocks at its start. For elements
// that run members this replaces the constant delay. At the same instant, elements of members that
// are slow by a fault are taken out of service until they are fast again.
//
// How far to trust it: elements that wait for a gang to start are idle, whereas real ranks poll. An
// element does not enter an idle state while it is the turn of a gang; one that sleeps wakes when
// all members could start. Each member saves checkpoints for itself. Policies do not see gangs:
// before a gang starts, their estimates and plans contain neither the wait for its start nor that
// at its end. A fault that slows an element after the instant of detection is not found in that
// step.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "sim/engine/decision_queue.hpp"
#include "sim/engine/element_queues.hpp"
#include "sim/engine/gang_steps.hpp"

namespace kairos {

class Gangs {
 public:
  /// Throws InputError if a gang can never start on the platform, or if its members could run on a
  /// cluster that batches or interrupts tasks or whose memory has a size.
  Gangs(const EngineContext& context, ElementQueues& queues, const DecisionQueue& decisions,
        GangSteps& steps);

  /// True if any application has gangs. Otherwise only functions that ask a question may be called;
  /// they answer that there are no members.
  [[nodiscard]] bool is_on() const { return is_on_; }

  // ---- Queues

  /// Must be called when a task has been put into the queue of its element. Throws InputError if a
  /// gang is assembled with more members on an element than it has slots.
  void enter_queue(TaskHandle task);
  /// Must be called before a task leaves a queue without starting.
  void leave_queue(TaskHandle task);
  /// True if members are in the queue of an element, so that next_on() says what starts there.
  [[nodiscard]] bool has_queued_on(ElementId element) const {
    return is_on_ && queued_on_[element] > 0;
  }
  /// The tasks that could start: the first task in the queue, or all members of a gang if their
  /// elements are awake, or nothing.
  struct Next {
    bool is_task = false;
    std::vector<TaskHandle> gang = {};
  };
  /// Finds what could start on an element with a free slot. An ordinary task is moved to the front
  /// of the queue.
  [[nodiscard]] Next next_on(ElementId element);
  /// True if it is the turn of a gang on an element.
  [[nodiscard]] bool has_turn_on(ElementId element) const;
  /// Must be called when an element's members that wait for others would have ended.
  void end_patience(ElementId element);
  /// Lets the policy be asked again if it may count an element as busy on which members wait for
  /// others. Returns true if it will be asked.
  bool asks_for_more();
  /// Takes all members of a gang out of the queues, because they start.
  void take(const std::vector<TaskHandle>& members);
  /// Must be called when the slot of a member that was lost has become free.
  void release(ElementId element) { released_.push_back(element); }
  /// The elements on which other tasks may be able to start, because a gang has fallen apart since
  /// the last call.
  [[nodiscard]] std::vector<ElementId> take_released() { return std::exchange(released_, {}); }

  /// The members that run.
  [[nodiscard]] GangSteps& steps() { return steps_; }
  [[nodiscard]] const GangSteps& steps() const { return steps_; }

 private:
  [[nodiscard]] static GangState* state_of(TaskHandle task);
  [[nodiscard]] static GangState& state_of_member(TaskHandle member);
  [[nodiscard]] static std::vector<TaskHandle> members_of(TaskHandle task);
  [[nodiscard]] static bool is_passed_over(TaskHandle task);
  [[nodiscard]] bool has_data(TaskHandle task) const;
  [[nodiscard]] bool has_all_data(TaskHandle task) const;
  [[nodiscard]] std::optional<std::size_t> turn(ElementId element) const;
  [[nodiscard]] TaskHandle oldest_on(ElementId element) const;
  [[nodiscard]] bool can_start(const std::vector<TaskHandle>& members);
  [[nodiscard]] bool is_next(TaskHandle member) const;
  void await_data(TaskHandle task);
  void await_data_on(ElementId element);
  void ask_again(ElementId element);
  void stop_asking(ElementId element);
  void assemble(const std::vector<TaskHandle>& members);

  EngineContext context_;
  ElementQueues& queues_;
  const DecisionQueue& decisions_;
  const bool is_on_;
  std::uint64_t assembled_ = 0;                 ///< Number of gangs assembled so far.
  IdVector<ElementId, std::size_t> queued_on_;  ///< Number of members in each queue.
  IdVector<ElementId, bool> asks_again_;        ///< True if an event of `patience` is scheduled.
  std::vector<ElementId> released_;
  GangSteps& steps_;
};

}  // namespace kairos
