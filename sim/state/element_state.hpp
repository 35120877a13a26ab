// What one element is doing: its queue of sent tasks, what runs, and when it expects to be free.
#pragma once

#include <algorithm>
#include <span>

#include "sim/base/fifo.hpp"
#include "sim/state/job_table.hpp"

namespace kairos {

using TaskQueue = Fifo<TaskHandle>;

/// A place on an element where one task runs.
struct Slot {
  ElementId element{};
  TaskHandle task = {};       ///< Null when free.
  Time expected_finish = {};  ///< The end by nominal cost: noise is not foreseen.
  Time computes_from = {};    ///< When its set-up has ended; set-ups do not follow the clock.
  bool is_setting_up = false;
};

struct ElementState {
  ClusterId cluster{};
  std::span<Slot> slots;  ///< A part of SystemState::slots, from `first_slot` on.
  std::size_t first_slot = 0;
  std::size_t running = 0;
  TaskQueue queue;
  /// When a further task could start, by nominal costs; past when idle. In SystemState::free_at.
  Time* free_at = nullptr;
  Time alarm = Time::never();  ///< When the data of the first in the queue will be there.
  double speed = 1;            ///< The speed of its operating point.
  bool up = true;              ///< As far as is known.
  std::size_t idle_state = 0;  ///< How many idle states it has entered since it was last awake.
  Duration wake_up;            ///< The exit time of its idle state, which delays its next task.
  Time idle_since, awake_at;
  bool dozes = false;             ///< The next idle state, or the end of an exit, is announced.
  bool wakes = false;             ///< On the way out of an idle state, until `awake_at`.
  bool works = true;              ///< False from a failure on, before it is known.
  bool waits_for_memory = false;  ///< No queued task whose inputs are there fits into memory.
  bool passes_waiting = false;    ///< Tasks whose inputs are there pass those that wait for theirs.

  /// True when its first task could, if its data were there.
  [[nodiscard]] bool could_start() const {
    return !queue.empty() && running < slots.size() && works;
  }
  /// Works free_at out again after something went otherwise than expected.
  void expect_again(Time now);
  /// Takes a task just pushed onto the queue into account.
  void expect(const TaskState& sent, Time now) {
    if (slots.size() == 1) {
      *free_at = std::max({*free_at, sent.data_ready, now}) + wake_up + sent.nominal;
    } else {
      expect_again(now);
      *free_at += wake_up;
    }
    wake_up = Duration{};
  }
};

}  // namespace kairos
