// The state of one element: its queue of sent tasks, the running tasks, and when it becomes free.
#pragma once

#include <algorithm>
#include <span>

#include "sim/state/slot_ends.hpp"

namespace kairos {

struct ElementState {
  ClusterId cluster{};
  std::span<Slot> slots;  ///< The element's part of SystemState::slots, beginning at `first_slot`.
  std::size_t first_slot = 0;
  std::size_t running = 0;
  TaskQueue queue;
  /// Number of queued tasks that others pass: members of gangs of which not all members have been
  /// sent.
  std::size_t passed_over = 0;
  SlotEnds ends;  ///< Used if there are several slots.
  /// The instant at which a further task could start, by nominal costs; in the past if the element
  /// is idle. Points into SystemState::free_at.
  Time* free_at = nullptr;
  Time alarm = Time::never();  ///< Arrival of the inputs of the first queued task.
  double speed = 1;            ///< Speed of its operating point.
  bool up = true;              ///< False once a failure is known.
  std::size_t idle_state = 0;  ///< Number of idle states that it has entered since it was last
                               ///< awake.
  Duration wake_up;            ///< Exit time of its idle state, which delays its next task.
  Time idle_since, awake_at;
  bool dozes = false;             ///< True if an event for the next idle state or the end of an
                                  ///< exit is scheduled.
  bool wakes = false;             ///< True while it leaves an idle state, until `awake_at`.
  bool works = true;              ///< False from a failure on, even before the failure is known.
  bool waits_for_memory = false;  ///< True if no queued task whose inputs have arrived fits into
                                  ///< memory.
  bool passes_waiting = false;    ///< True if tasks whose inputs have arrived overtake tasks that
                                  ///< wait for theirs.
  bool oldest_first = false;      ///< True if the task of the oldest job is the first to overtake.

  /// True if the first queued task could start, provided that its inputs have arrived.
  [[nodiscard]] bool could_start() const {
    return !queue.empty() && running < slots.size() && works;
  }
  /// Recomputes `free_at` after a deviation from the expected course.
  void expect_again(Time now);
  /// Does the same after the nominal durations of all queued tasks have changed.
  void expect_otherwise(Time now);
  /// Records that the last input of a queued task has arrived.
  void receive_data(const TaskHandle& task, Time now);
  /// Updates `free_at` for a task that was just pushed onto the queue.
  void expect(const TaskState& sent, Time now) {
    if (slots.size() == 1) {
      *free_at = std::max({*free_at, sent.data_ready, now}) + wake_up + sent.nominal;
    } else {
      ends.add(sent, now);
      expect_again(now);
      *free_at += wake_up;
    }
    wake_up = Duration{};
  }
};

}  // namespace kairos
