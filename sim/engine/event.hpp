// Everything that can happen in a run, as data.
#pragma once

#include <array>
#include <type_traits>
#include <variant>

#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"
#include "workloads/workload.hpp"

namespace kairos {

struct JobArrived {
  Job job;
};
/// All inputs of a task are there: a policy may send it.
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
/// A task has run to its end; the whole of its life on the chip.
struct TaskFinished {
  TaskRef task;
  ApplicationId application{};
  ElementId element{};
  Time ready, sent, start, finish;
  Duration nominal;  ///< What it was expected to take, before noise and contention.
  Bytes received;    ///< Inputs that came from other elements.
  Joules energy;     ///< Drawn by its element while it ran.
};
/// An element failed under a task, which is ready again; `work_lost` is how long it had run.
struct TaskLost {
  TaskRef task;
  ElementId element{};
  Duration work_lost;
};
struct JobFinished {
  Job job;
  Duration latency;  ///< From arrival.
};
struct PointChanged {
  ClusterId cluster{};
  std::size_t point = 0;
};
struct ElementFailed {
  ElementId element{};
};
struct ElementReturned {
  ElementId element{};
};

using Event = std::variant<JobArrived, TaskReady, TaskSent, TaskStarted, TaskFinished, TaskLost,
                           JobFinished, PointChanged, ElementFailed, ElementReturned>;

/// The place of a kind of event in Event.
template <class Kind, class Variant = Event>
inline constexpr std::size_t event_index = 0;
template <class Kind, class... Kinds>
inline constexpr std::size_t event_index<Kind, std::variant<Kinds...>> = [] {
  const std::array<bool, sizeof...(Kinds)> is_kind{std::is_same_v<Kind, Kinds>...};
  std::size_t at = 0;
  while (!is_kind[at]) ++at;
  return at;
}();

}  // namespace kairos
