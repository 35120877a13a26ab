// Models the time that the scheduler needs. All decisions of a pass take effect when the work of
// the pass is done. Until then tasks are in the queue of their element, but their data do not move.
//
// Passes are processed one after the other. With a host, each pass occupies one slot of that
// element, ahead of queued tasks, and draws the power of a busy element. If no slot is free, it
// waits, or it interrupts the task in the first slot (sim/engine/host_pause.hpp). The decisions of
// a pass are based on the state at the instant of the request.
//
//   time of a pass = constant + per_task * tasks sent + measured * processor time in the policy
//
// Example: passes of 2 us requested at 0, 1 and 9 us take effect at 2, 4 and 11 us.
// How far to trust it: the times are as accurate as the constants. Policies do not take them into
// account. A host in an idle state wakes without delay. While the host is down, passes take time
// but do not occupy any element.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "sim/decision/decision.hpp"
#include "sim/decision/decision_time.hpp"
#include "sim/engine/clocks.hpp"
#include "sim/engine/host_pause.hpp"
#include "sim/engine/idle.hpp"

namespace kairos {

class DecisionQueue {
 public:
  /// A task that was sent in an unfinished pass.
  struct Held {
    TaskHandle task;
    Decision decision;
    std::optional<TaskRef> interrupted = {};  ///< The running task that the decision interrupts.
  };

  DecisionQueue(const EngineContext& context, const DecisionTime& decision_time, Idle& idle,
                Clocks& clocks, HostPause& pause)
      : context_(context),
        decision_time_(decision_time),
        is_on_(decision_time.is_on()),
        host_(decision_time.host.value_or(nowhere)),
        idle_(idle),
        clocks_(clocks),
        pause_(pause) {}

  /// True if decisions take time.
  [[nodiscard]] bool is_on() const { return is_on_; }
  [[nodiscard]] const DecisionTime& decision_time() const { return decision_time_; }
  /// True for the element on which the scheduler runs.
  [[nodiscard]] bool is_host(ElementId element) const { return host_ == element; }
  /// True while a pass occupies a slot of this element for itself.
  [[nodiscard]] bool occupies(ElementId element) const {
    return occupies_host_ && is_host(element);
  }
  [[nodiscard]] bool is_busy() const { return is_deciding_; }

  /// Holds a task until its pass is done.
  void hold(TaskHandle task, const Decision& decision, std::optional<TaskRef> interrupted);
  /// Ends a pass of the policy: the tasks held since the last call take effect after `work`.
  void end_pass(Duration work);
  /// Begins the next pass if one waits and its host has a free slot or can be interrupted.
  void begin_pass();
  /// Ends the present pass, begins the next one and returns the tasks sent in the ended pass.
  std::vector<Held> finish_pass();
  /// Frees the host's slot, at the end of a pass or because the host has failed.
  void leave_host();
  /// Must be called before the task in a slot leaves it without having ended. Returns true if the
  /// present pass has paused the task; return_to_host() must be called afterwards.
  bool let_go_of(std::size_t slot);
  /// Lets the present pass go on in a free slot of the host, or pause a task there again.
  void return_to_host();
  /// Removes a held task whose element has failed.
  void forget(TaskHandle task);

 private:
  static constexpr ElementId nowhere{~std::uint32_t{0}};
  struct Pass {
    std::vector<Held> sent;
    Duration work;
    Time asked;  ///< Instant at which the policy took its decisions.
  };

  [[nodiscard]] bool is_host_full() const;
  void enter_host();

  EngineContext context_;
  const DecisionTime decision_time_;
  const bool is_on_;
  const ElementId host_;  ///< `nowhere` if the scheduler runs on no element of the chip.
  Idle& idle_;
  Clocks& clocks_;
  HostPause& pause_;
  std::vector<Held> held_;   ///< Tasks sent since the last pass ended.
  std::deque<Pass> passes_;  ///< The present pass and the passes that wait.
  bool is_deciding_ = false, occupies_host_ = false;
  Time host_taken_at_, pass_end_;
};

}  // namespace kairos
