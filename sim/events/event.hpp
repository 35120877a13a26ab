// Defines all events of a run, as data.
#pragma once

#include <array>
#include <span>
#include <tuple>
#include <type_traits>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/workload.hpp"

namespace kairos {

class ChipTemperatures;
class EnergyMeter;

/// A job enters the system: a policy may send its tasks. A job that follows a job of another stream
/// may have arrived earlier.
struct JobArrived {
  Job job;
};
/// A task has all its inputs, so a policy may send it.
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
  Time called;  ///< Begin of its launch, which is before the start if a host launches the task.
  Duration setup;
  Joules energy;
  bool reconfigures = false;  ///< True if a region of the element is reconfigured.
};
/// A task has run to its end. The event contains the whole history of its execution.
struct TaskFinished {
  TaskRef task;
  ApplicationId application{};
  ElementId element{};
  Time ready, sent, start, finish;
  Duration nominal;  ///< The expected duration, before noise and contention.
  Bytes received;    ///< Size of the inputs that came from other elements.
  Joules energy;     ///< Energy that elements drew while it ran, before interruptions as well.
  /// Bytes that it moved to and from memory while it computed, without noise. The tasks of a batch
  /// share those of the batch in proportion to what they would move alone.
  Bytes traffic;
};
/// A task was lost because its element failed, or because another member of its gang was lost or
/// had a wrong result. It becomes ready again when that is known.
struct TaskLost {
  TaskRef task;
  ElementId element{};
  Time start;
  Duration work_lost;  ///< Time for which it had run since its start or its last checkpoint.
};
/// A running task was interrupted by a more urgent one and is ready again.
struct TaskPreempted {
  TaskRef task;
  ApplicationId application{};
  ElementId element{};
  Time start;
  double left = 1;  ///< Fraction of its work that is left.
  Joules energy;    ///< Energy that its element drew while it ran.
};
/// A task has ended with a wrong result and must be run again from its beginning.
struct TaskErred {
  TaskRef task;
  ElementId element{};
  Time start;
  Duration work_lost;  ///< Time for which elements ran for it, including checkpoints.
};
/// A task has saved its progress in a checkpoint.
struct TaskCheckpointed {
  TaskRef task;
  ElementId element{};
  double done = 0;  ///< Fraction of its work that is saved.
};
struct JobFinished {
  Job job;
  Duration latency;  ///< The time since its arrival.
  /// The amounts that its tasks have drawn, in the order of its graph; zero for those of skipped
  /// tasks. Valid while the event is announced.
  std::span<const double> amounts = {};
};
/// A job that has not started leaves the system without being run.
struct JobDropped {
  Job job;
  bool has_entered =
      false;  ///< False if it was held back or dropped on arrival; then it has no id.
};
/// A task is skipped: it is done at once, without having been ready.
struct TaskSkipped {
  TaskRef task;
  ApplicationId application{};
};
/// A task is about to be ready with another amount of work than its graph states.
struct TaskScaled {
  TaskRef task;
  double scale = 1;  ///< Its work as a multiple of the work that the graph states.
};
struct PointChanged {
  ClusterId cluster{};
  std::size_t point = 0;
};
/// A thermal zone or power rail begins or ceases to hold a cluster below its requested point.
struct ThrottleChanged {
  ClusterId cluster{};
  bool throttled = false;
};
/// Time has reached this instant, and the energies and temperatures of the elements can be read.
/// With temperatures it is announced once per window of merged changes.
struct ChipRead {
  const EnergyMeter* energy = nullptr;
  const ChipTemperatures* temperatures = nullptr;  ///< Null if the platform has no thermal part.
};
struct ElementFailed {
  ElementId element{};
};
/// The system learns of a failure. Not announced if it knows immediately.
struct FailureDetected {
  ElementId element{};
};
struct ElementReturned {
  ElementId element{};
};
/// An element has become a straggler, or is one no longer.
struct SpeedChanged {
  ElementId element{};
  double remaining = 1;  ///< Remaining share of the speed of its operating point.
};
struct BandwidthChanged {
  LinkId link{};
  double remaining = 1;  ///< Remaining share of the bandwidth given by the platform.
};

/// A task whose turn has come finds no room for its tensors and waits.
struct MemoryFull {
  TaskRef task;
  ElementId element{};
};
/// The number of bytes of tensors in a memory has changed.
struct MemoryUsed {
  MemoryId memory{};
  Bytes used;
};
/// A tensor begins to move to a memory that has room for it.
struct TensorSpilled {
  TaskRef reader;
  MemoryId memory{};
  Bytes bytes;
};

/// A request of a session is complete.
struct RequestFinished {
  Job session;               ///< The session as it arrived; it has no id.
  Time arrival;              ///< Instant at which the request arrived.
  Time first_token;          ///< Instant of its first token; of its end if it makes none.
  Duration media;            ///< Length of the sound or video that it processes.
  std::int64_t prompt = 0;   ///< New tokens of the request.
  std::int64_t output = 0;   ///< Tokens that it has made.
  std::int64_t context = 0;  ///< Tokens of the session at its end.
};
/// The cache of a session was given up or moved because there was no room.
struct CacheEvicted {
  StreamId stream{};
  std::int64_t tokens = 0;  ///< Tokens in the cache.
  bool is_swapped = false;  ///< True if the cache was moved to another memory.
};

/// The scheduler begins to work on the decisions of one pass.
struct PassStarted {
  Duration waited;  ///< Time since the policy took the decisions.
};
/// The scheduler leaves the slot of its host that it took at `start`.
struct HostReleased {
  ElementId element{};
  Time start;
};

/// The warm-up of the run has ended, and energies and temperatures are up to date. Metrics count
/// from this instant on.
struct MetricsBegin {
  const EnergyMeter* energy = nullptr;
};

/// The kinds of events. EventSet depends on their order.
using EventKinds =
    std::tuple<JobArrived, TaskReady, TaskSent, TaskStarted, TaskFinished, TaskLost, TaskErred,
               TaskCheckpointed, JobFinished, PointChanged, ElementFailed, FailureDetected,
               ElementReturned, SpeedChanged, BandwidthChanged, ThrottleChanged, ChipRead,
               TaskSetUp, MemoryFull, MemoryUsed, TensorSpilled, TaskBatched, PassStarted,
               HostReleased, JobDropped, TaskPreempted, RequestFinished, CacheEvicted, MetricsBegin,
               TaskSkipped, TaskScaled>;
inline constexpr std::size_t event_kinds = std::tuple_size_v<EventKinds>;

/// The index of a kind of event.
template <class Kind, class Kinds = EventKinds>
inline constexpr std::size_t event_index = 0;
template <class Kind, class... Kinds>
inline constexpr std::size_t event_index<Kind, std::tuple<Kinds...>> = [] {
  const std::array<bool, sizeof...(Kinds)> is_kind{std::is_same_v<Kind, Kinds>...};
  std::size_t at = 0;
  while (!is_kind[at]) ++at;
  return at;
}();

/// An event that has just happened: a view of one of the structs above, valid while it is
/// announced.
class Event {
 public:
  template <class Kind>
  requires(!std::is_same_v<Kind, Event> && event_index<Kind> < event_kinds)
      Event(const Kind& what)  // NOLINT(google-explicit-constructor): every kind is an event
      : what_(&what), kind_(event_index<Kind>) {}

  template <class Kind>
  [[nodiscard]] bool is() const {
    return kind_ == event_index<Kind>;
  }
  /// The event as a `Kind`; null if it is of another kind.
  template <class Kind>
  [[nodiscard]] const Kind* as() const {
    return is<Kind>() ? static_cast<const Kind*>(what_) : nullptr;
  }
  /// The index of its kind in EventKinds.
  [[nodiscard]] std::size_t kind() const { return kind_; }
  /// Calls `visitor` with the struct of the event.
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
