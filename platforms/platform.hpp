// A chip as values: processing elements in clusters, and the interconnect between them.
//
// A cluster is a set of equal elements with one clock and one power rail (a DVFS domain). Elements
// hold what differs between them: a name and a place in the interconnect.
#pragma once

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platforms/compute_rates.hpp"
#include "platforms/interconnect.hpp"
#include "platforms/leakage.hpp"
#include "platforms/memory.hpp"
#include "platforms/overheads.hpp"
#include "platforms/preemption.hpp"
#include "platforms/profiles/kernel_times.hpp"
#include "platforms/thermal/thermal.hpp"
#include "sim/base/enum_names.hpp"
#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

/// The power that each busy and each idle element of a cluster draws.
struct PowerShare {
  Watts busy, idle;
};

/// A clock a cluster can run at. Points are sorted, the slowest first.
struct OperatingPoint {
  Hertz frequency;
  Volts voltage;
  /// The frequency divided by the cluster's highest; execution times are divided by it.
  double speed = 1;
  /// Indexed by the number of busy elements, 0 to all. Busy elements share the power that the
  /// cluster draws because it is awake; it is not part of the power of idle elements.
  std::vector<PowerShare> power;
  /// The power of the whole cluster while at least one of its elements is awake, whatever they do.
  Watts awake = {};
};

/// A clock-gated or power-gated state that an element enters after it has been idle for a while.
struct IdleState {
  std::string name;
  Duration after;      ///< The idle time before the element enters the state.
  Duration exit;       ///< The delay of the first task that wants to start.
  Watts power;         ///< Replaces the idle power.
  Joules energy;       ///< The energy to enter and leave the state.
  double leakage = 1;  ///< The share of the element's leakage that remains.
  /// True if an element in this state keeps its cluster awake.
  bool keeps_awake = false;
};

/// The cost of a change of operating point.
struct Transition {
  Duration latency;  ///< The time from the request until the new point is in force.
  Joules energy;     ///< The energy of one change for the whole cluster.
};

/// The rule for which task in an element's queue starts next.
enum class QueueRule {
  in_order,     ///< The first one, once its inputs have arrived.
  data_ready,   ///< The first one whose inputs have arrived.
  ready_first,  ///< The one of the oldest job among those whose inputs have arrived.
};

template <>
struct EnumNames<QueueRule> {
  static constexpr std::string_view kind = "queue rule";
  static constexpr std::array names{EnumName{QueueRule::in_order, "in_order"},
                                    EnumName{QueueRule::data_ready, "data_ready"},
                                    EnumName{QueueRule::ready_first, "ready_first"}};
};

struct Cluster {
  std::string name;
  std::string kind;  ///< cpu, gpu, npu, dsp, fpga, accelerator ...
  std::vector<OperatingPoint> points;
  Watts off;  ///< The power of one element that is down.
  /// The share of its dynamic power that a busy element draws while its task waits for memory.
  double stalled = 1;
  Leakage leakage;  ///< The leakage of one element that is up.
  Transition transition;
  std::vector<IdleState> idle_states;  ///< They are in order of entry.
  /// The measured time of each kernel at the highest point.
  std::map<std::string, Duration> kernels;
  /// The measured times of further kernels by shape, at the clock and with the units for which they
  /// were measured; null if there are none. Times are multiplied by `kernel_times_factor`.
  std::shared_ptr<const KernelTable> kernel_times = {};
  double kernel_times_factor = 1;
  /// The energy of one run of a kernel on top of the power of its element, at the highest point.
  std::map<std::string, Joules> kernel_energy;
  /// The rate for each kernel; "any" stands for all others.
  std::map<std::string, OperationsPerSecond> throughput;
  ComputeRates compute;  ///< The rates for tasks that are operators.
  std::vector<ElementId> elements;
  /// The links that memory traffic of its tasks crosses; may be empty.
  std::vector<LinkId> memory_route;
  Overheads overheads;
  QueueRule queue_rule = QueueRule::in_order;
  Preemption preemption;
  /// The memory that holds its tasks' tensors, if memory is counted.
  std::optional<MemoryId> home;
  /// The first cluster, in the order of the file, that keeps its tensors in the same memory; empty
  /// if the cluster names no memory. Elements of both find each other's copies of tensors there.
  std::optional<ClusterId> shares_memory_with = {};

  /// The power that a busy element saves while its task waits for memory, with so many busy
  /// elements. It still draws its share of OperatingPoint::awake, and at least its idle power.
  [[nodiscard]] Watts saved_by_waiting(const OperatingPoint& point, std::size_t busy) const {
    if (stalled == 1 || busy == 0) return {};
    const Watts dynamic = point.power[busy].busy - point.awake / static_cast<double>(busy);
    const Watts waiting = std::max(dynamic * stalled, point.power.front().idle);
    return std::max(Watts{}, dynamic - waiting);
  }
};

struct ProcessingElement {
  std::string name;  ///< For example "A15_2", or the cluster's name if it has one element.
  ClusterId cluster{};
  std::uint64_t slots = 1;  ///< Number of tasks it runs at the same time, each at full speed.
  /// Overrides the cluster's route; see Platform::memory_route().
  std::vector<LinkId> memory_route = {};
};

/// Something on the chip that draws power all the time and runs nothing, such as a memory.
struct Background {
  std::string name;
  Watts power;
};

/// Clusters whose mean power is held to a cap, by lowering their points.
struct PowerRail {
  std::string name;
  std::vector<ClusterId> clusters;
  Watts cap;
  Duration period;  ///< The length of time over which the mean is taken.
};

/// The battery that feeds the chip.
struct Battery {
  Joules capacity;
  double charge = 1;      ///< The state of charge at the start of a run, 0 to 1.
  double efficiency = 1;  ///< The share of the energy leaving the battery that reaches the chip.
};

struct Platform {
  std::string name;
  IdVector<ElementId, ProcessingElement> elements;
  IdVector<ClusterId, Cluster> clusters;
  std::vector<Background> background;
  Interconnect interconnect;
  std::vector<PowerRail> rails;
  std::optional<Thermal> thermal;
  std::optional<Battery> battery;
  /// Empty if no memory has a size; then tensors are not counted.
  IdVector<MemoryId, Memory> memories;

  [[nodiscard]] const Cluster& cluster_of(ElementId element) const {
    return clusters[elements[element].cluster];
  }
  /// The links that memory traffic of an element's tasks crosses; may be empty.
  [[nodiscard]] const std::vector<LinkId>& memory_route(ElementId element) const {
    const std::vector<LinkId>& own = elements[element].memory_route;
    return own.empty() ? cluster_of(element).memory_route : own;
  }
};

}  // namespace kairos
