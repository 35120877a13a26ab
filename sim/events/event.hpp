// Everything that can happen in a run, as data.
#pragma once

#include <array>
#include <tuple>
#include <type_traits>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/workload.hpp"

namespace kairos {

class ChipTemperatures;
class EnergyMeter;

struct JobArrived {
  Job job;
};
/// A task has all its inputs: a policy may send it.
struct TaskReady {
  TaskRef task;
};
/// A policy has sent a task to an element, where it queues.
struct TaskSent {
  TaskRef task;
  ElementId element{};
};
struct TaskStarted {
  TaskRef task;
  ElementId element{};
};
/// A task has started in the slot of another task, as part of its batch.
struct TaskBatched {
  TaskRef task;
  ElementId element{};
};
/// A task that has started on an element with overheads is set up before it computes.
struct TaskSetUp {
  TaskRef task;
  ElementId element{};
  Time called;  ///< When its launch began: before it started where a host launches.
  Duration setup;
  Joules energy;
  bool reconfigures = false;  ///< A region of the element.
};
/// A task has run to its end; the whole of its life on the chip.
struct TaskFinished {
  TaskRef task;
  ApplicationId application{};
  ElementId element{};
  Time ready, sent, start, finish;
  Duration nominal;  ///< The expected duration, before noise and contention.
  Bytes received;    ///< Inputs that came from other elements.
  Joules energy;     ///< Drawn by its element while it ran.
};
/// An element failed under a task, which becomes ready again when that is known.
struct TaskLost {
  TaskRef task;
  ElementId element{};
  Time start;
  Duration work_lost;  ///< How long it had run since then, or since its last checkpoint.
};
/// A task has ended with a wrong result and is ready again, from its beginning.
struct TaskErred {
  TaskRef task;
  ElementId element{};
  Time start;
  Duration work_lost;  ///< How long elements ran for it, checkpoints included.
};
/// A task has kept what it has done so far.
struct TaskCheckpointed {
  TaskRef task;
  ElementId element{};
  double done = 0;  ///< The fraction of its work.
};
struct JobFinished {
  Job job;
  Duration latency;  ///< The time since its arrival.
};
struct PointChanged {
  ClusterId cluster{};
  std::size_t point = 0;
};
/// A thermal zone or power rail holds a cluster below the point that is wanted, or lets go.
struct ThrottleChanged {
  ClusterId cluster{};
  bool throttled = false;
};
/// Time has come to this instant: what every element has drawn by now can be read, and how warm the
/// chip is. With temperatures, once a window of merged changes.
struct ChipRead {
  const EnergyMeter* energy = nullptr;
  const ChipTemperatures* temperatures = nullptr;  ///< Null where the platform has none.
};
struct ElementFailed {
  ElementId element{};
};
/// The system learns of a failure; not announced where it knows at once.
struct FailureDetected {
  ElementId element{};
};
struct ElementReturned {
  ElementId element{};
};
/// An element has become a straggler, or is none any more.
struct SpeedChanged {
  ElementId element{};
  double remaining = 1;  ///< The share of the speed of its operating point.
};
struct BandwidthChanged {
  LinkId link{};
  double remaining = 1;  ///< The share of the bandwidth that the platform gives.
};

/// A task whose turn it is finds no room for its tensors and waits.
struct MemoryFull {
  TaskRef task;
  ElementId element{};
};
/// How many bytes of tensors are in a memory now.
struct MemoryUsed {
  MemoryId memory{};
  Bytes used;
};
/// A tensor begins to move to a memory where there is room for it.
struct TensorSpilled {
  TaskRef reader;
  MemoryId memory{};
  Bytes bytes;
};

/// The scheduler begins to work on the decisions of one pass.
struct PassStarted {
  Duration waited;  ///< Since the policy took the decisions.
};
/// The scheduler leaves the slot of its host that it took at `start`.
struct HostReleased {
  ElementId element{};
  Time start;
};

/// The kinds of events, in an order that EventSet relies on.
using EventKinds = std::tuple<JobArrived, TaskReady, TaskSent, TaskStarted, TaskFinished, TaskLost,
                              TaskErred, TaskCheckpointed, JobFinished, PointChanged, ElementFailed,
                              FailureDetected, ElementReturned, SpeedChanged, BandwidthChanged,
                              ThrottleChanged, ChipRead, TaskSetUp, MemoryFull, MemoryUsed,
                              TensorSpilled, TaskBatched, PassStarted, HostReleased>;
inline constexpr std::size_t event_kinds = std::tuple_size_v<EventKinds>;

/// The place of a kind of event among them.
template <class Kind, class Kinds = EventKinds>
inline constexpr std::size_t event_index = 0;
template <class Kind, class... Kinds>
inline constexpr std::size_t event_index<Kind, std::tuple<Kinds...>> = [] {
  const std::array<bool, sizeof...(Kinds)> is_kind{std::is_same_v<Kind, Kinds>...};
  std::size_t at = 0;
  while (!is_kind[at]) ++at;
  return at;
}();

/// Something that has just happened: a view of one of the above, valid while it is announced.
class Event {
 public:
  template <class Kind>
  requires(event_index<Kind> < event_kinds)
      Event(const Kind& what)  // NOLINT(google-explicit-constructor): every kind is an event
      : what_(&what), kind_(event_index<Kind>) {}

  template <class Kind>
  [[nodiscard]] bool is() const {
    return kind_ == event_index<Kind>;
  }
  /// Null when it is of another kind.
  template <class Kind>
  [[nodiscard]] const Kind* as() const {
    return is<Kind>() ? static_cast<const Kind*>(what_) : nullptr;
  }
  /// Calls `visitor` with whatever it is.
  template <class Visitor>
  auto visit(const Visitor& visitor) const {
    return visit_from<0>(visitor);
  }

 private:
  template <std::size_t first, class Visitor>
  auto visit_from(const Visitor& visitor) const {
    const auto& what = *static_cast<const std::tuple_element_t<first, EventKinds>*>(what_);
    if constexpr (first + 1 == event_kinds) {
      return visitor(what);
    } else {
      return kind_ == first ? visitor(what) : visit_from<first + 1>(visitor);
    }
  }

  const void* what_;
  std::size_t kind_;
};

}  // namespace kairos
