// How the elements of a cluster may be taken from a running task for a more urgent one.
//
//   none            a task that was sent waits behind all tasks that were sent before it
//   between_tasks   a policy may send a task to the front of the queue
//   checkpoint      a running task may be interrupted at its next checkpoint
//   any             a running task may be interrupted at any instant
//
// An interruption costs the element some time and memory traffic before the next task begins: the
// contents of registers and scratch memories are saved. The interrupted task is ready again; a
// policy may send it to any element. It goes on with the work that is left, or starts anew.
//
// Example: a GPU with `cost: 20 us` interrupts a task of 10 ms after 4 ms. The urgent task begins
// 20 us later, and the interrupted one needs another 6 ms.
//
// An interruption with traffic ends when both its time and its traffic are done; a slower clock
// then stretches its time, too.
//
// How far to trust it: the cost is a constant, while measured ones grow with the state of the task.
// Restoring the state is a part of the cost. Wang et al. (XSched, OSDI 2025) distinguish these
// levels of hardware support.
#pragma once

#include "sim/base/enum_names.hpp"

namespace kairos {

enum class Interruptible : std::uint8_t { none, between_tasks, checkpoint, any };

template <>
struct EnumNames<Interruptible> {
  static constexpr std::string_view kind = "level of preemption";
  static constexpr std::array names{EnumName{Interruptible::none, "none"},
                                    EnumName{Interruptible::between_tasks, "between_tasks"},
                                    EnumName{Interruptible::checkpoint, "checkpoint"},
                                    EnumName{Interruptible::any, "any"}};
};

/// The ways in which an interrupted task goes on when it runs again.
enum class Resumption : std::uint8_t {
  keeps,     ///< It goes on with the work that is left.
  restarts,  ///< It starts anew, or from its last checkpoint.
};

template <>
struct EnumNames<Resumption> {
  static constexpr std::string_view kind = "kind of resumption";
  static constexpr std::array names{EnumName{Resumption::keeps, "keeps"},
                                    EnumName{Resumption::restarts, "restarts"}};
};

struct Preemption {
  Interruptible at = Interruptible::between_tasks;
  Duration cost;
  Bytes traffic;
  Resumption resume = Resumption::keeps;

  /// True if running tasks may be interrupted.
  [[nodiscard]] bool interrupts() const { return at >= Interruptible::checkpoint; }
  /// True if a task may be sent to the front of a queue.
  [[nodiscard]] bool overtakes() const { return at >= Interruptible::between_tasks; }
};

/// Written as a word, or as a map such as {at: any, cost: 20 us}.
template <>
struct Codec<Preemption> {
  static void read(const Value& from, Preemption& to);
  static Value write(const Preemption& value);
  static Schema schema();
};

}  // namespace kairos
