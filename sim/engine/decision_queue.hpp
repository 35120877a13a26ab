// The scheduler's own work. What it decides in one pass takes effect together, when the work of the
// pass is done: until then tasks stand in the queue of their element and their data stay where they
// are.
//
// Passes are worked off one after the other. With a host, each pass occupies one slot of that
// element, ahead of queued tasks, and draws the power of a busy element. What a pass decides
// follows from what was known when it was asked for, not when it is done.
//
//   time of a pass = constant + per_task * tasks sent + measured * wall time in the policy
//
// Example: passes of 2 us asked for at 0, 1 and 9 us take effect at 2, 4 and 11 us.
// How far to trust it: as far as the constants; policies do not foresee it. A host in an idle state
// wakes at once; while it is down another element takes over, which is not modelled: time passes,
// nothing is occupied.
#pragma once

#include <deque>
#include <vector>

#include "sim/decision/decision.hpp"
#include "sim/decision/decision_time.hpp"
#include "sim/engine/clocks.hpp"
#include "sim/engine/idle.hpp"

namespace kairos {

class DecisionQueue {
 public:
  /// A task that was sent in a pass which is not done.
  struct Held {
    TaskHandle task;
    Decision decision;
  };

  DecisionQueue(const EngineContext& context, const DecisionTime& decision_time, Idle& idle,
                Clocks& clocks)
      : context_(context),
        decision_time_(decision_time),
        is_on_(decision_time.is_on()),
        idle_(idle),
        clocks_(clocks) {}

  /// True when deciding takes time.
  [[nodiscard]] bool is_on() const { return is_on_; }
  [[nodiscard]] const DecisionTime& decision_time() const { return decision_time_; }
  /// The element on which the scheduler runs.
  [[nodiscard]] bool is_host(ElementId element) const { return decision_time_.host == element; }
  /// True while a pass occupies one slot of this element.
  [[nodiscard]] bool occupies(ElementId element) const {
    return occupies_host_ && is_host(element);
  }
  [[nodiscard]] bool is_busy() const { return is_deciding_; }

  /// Holds a task that was sent until the pass in which it was is done.
  void hold(TaskHandle task, const Decision& decision);
  /// Makes one pass, which takes so much work, of what was held since the last call.
  void end_pass(Duration work);
  /// Begins the next pass, if one waits and its host has room.
  void begin_pass();
  /// The pass under way is done and the next one begins: returns what it has sent.
  std::vector<Held> finish_pass();
  /// The host has failed: the pass under way occupies it no longer.
  void leave_host();
  /// A held task has lost its element.
  void forget(TaskHandle task);

 private:
  struct Pass {
    std::vector<Held> sent;
    Duration work;
    Time asked;  ///< When the policy took its decisions.
  };

  EngineContext context_;
  const DecisionTime decision_time_;
  const bool is_on_;
  Idle& idle_;
  Clocks& clocks_;
  std::vector<Held> held_;   ///< Sent since the last pass ended.
  std::deque<Pass> passes_;  ///< The pass under way and those that wait.
  bool is_deciding_ = false, occupies_host_ = false;
  Time host_taken_at_;
};

}  // namespace kairos
