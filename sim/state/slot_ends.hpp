// Foresees when the slots of an element with several slots will be free once all queued tasks have
// run, each on the slot that is free first.
//
// A queue of up to `few` tasks is followed task by task whenever something happens. In a longer
// queue, a new task is added to the ends known so far. If the work ahead differs from what was
// foreseen, because a task took longer or shorter, every end moves by an equal share of the
// difference:
//   work ahead = rest of the running tasks + nominal durations of the queued tasks
// This is exact as long as all slots are busy and everything happens as foreseen. After as many
// differences as an eighth of the queue's length, the queue is followed anew, so the cost per event
// does not depend on its length.
//
// Example: two slots will be free at 100 and 103 us. A running task ends 4 us early, so both will
// be free 2 us earlier.
//
// How far to trust it: between two times that the queue is followed, an end may be wrong by about
// the duration of a task.
#pragma once

#include <span>
#include <vector>

#include "sim/state/task_queue.hpp"

namespace kairos {

/// A slot of an element, which runs one task at a time.
struct Slot {
  ElementId element{};
  TaskHandle task = {};       ///< Null if the slot is free.
  Time expected_finish = {};  ///< End according to nominal costs, without noise.
  Time computes_from = {};    ///< End of the task's set-up, whose duration does not depend on the
                              ///< clock.
  bool is_setting_up = false;
  Time paused_until = {};  ///< The task makes no progress before this instant.
};

class SlotEnds {
 public:
  static constexpr std::size_t few = 64;

  /// Adds a task that was just pushed onto the queue. update() must be called next.
  void add(const TaskState& task, Time now);
  /// Lets the next update() follow the queue.
  void forget() { is_kept_ = false; }
  void update(std::span<const Slot> slots, TaskQueue& queue, Time now);
  /// The instant at which a further task could start, as of the last update().
  [[nodiscard]] Time first() const;
  /// The number of tasks followed so far, as a measure of the work done.
  [[nodiscard]] std::uint64_t steps() const { return steps_; }

 private:
  void follow(std::span<const Slot> slots, const TaskQueue& queue, Time now);
  void place(const TaskState& task, Time now);

  std::vector<Time> ends_;
  Time last_start_;              ///< The start of the last queued task.
  Time at_;                      ///< The instant of the last update.
  Duration work_;                ///< The work ahead as foreseen for that instant.
  std::size_t differences_ = 0;  ///< Differences since the queue was last followed.
  bool is_kept_ = false;  ///< True if the queue is long, so that the ends are kept up to date.
  std::uint64_t steps_ = 0;
};

}  // namespace kairos
