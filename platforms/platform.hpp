// A chip as values: processing elements in clusters, and the interconnect between them.
//
// A cluster is a set of equal elements with one clock and one power rail (a DVFS domain). Elements
// hold what differs between them: a name and a place in the interconnect.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "platforms/interconnect.hpp"
#include "platforms/leakage.hpp"
#include "platforms/memory.hpp"
#include "platforms/overheads.hpp"
#include "platforms/thermal/thermal.hpp"
#include "sim/base/id.hpp"
#include "sim/base/quantity.hpp"

namespace kairos {

/// What each busy and each idle element of a cluster draws.
struct PowerShare {
  Watts busy, idle;
};

/// A clock a cluster can run at. Points are sorted, the slowest first.
struct OperatingPoint {
  Hertz frequency;
  Volts voltage;
  double speed = 1;  ///< frequency over the cluster's highest; execution times divide by it.
  std::vector<PowerShare> power;  ///< By number of busy elements, 0 to all.
};

/// What an element that runs nothing falls into after a while, clock or power gated.
struct IdleState {
  std::string name;
  Duration after;      ///< Of idling.
  Duration exit;       ///< From the first task that could start until it does.
  Watts power;         ///< Instead of the idle power.
  Joules energy;       ///< Of going there and back.
  double leakage = 1;  ///< The share of its leakage that is left.
};

/// What a change of clock costs.
struct Transition {
  Duration latency;  ///< From the request until the new point is in force.
  Joules energy;     ///< For the whole cluster.
};

struct Cluster {
  std::string name;
  std::string kind;  ///< cpu, gpu, npu, dsp, fpga, accelerator ...
  std::vector<OperatingPoint> points;
  Watts off;        ///< Of one element that is down.
  Leakage leakage;  ///< Of one element that is up.
  Transition transition;
  std::vector<IdleState> idle_states;       ///< The first to be entered first.
  std::map<std::string, Duration> kernels;  ///< Measured time by kernel at the highest point.
  std::map<std::string, OperationsPerSecond> throughput;  ///< By kernel; "any" for all others.
  std::vector<ElementId> elements;
  std::vector<LinkId> memory_route;  ///< What memory traffic of its tasks crosses; may be empty.
  Overheads overheads;
  std::optional<MemoryId> home;  ///< Where its tasks keep tensors, if that is counted.
};

struct ProcessingElement {
  std::string name;  ///< "A15_2", or the cluster's name when it is alone.
  ClusterId cluster{};
  std::uint64_t slots = 1;                ///< Tasks it runs at the same time, each at full speed.
  std::vector<LinkId> memory_route = {};  ///< Where it is not the cluster's; see Platform.
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
  Duration period;  ///< Over which the mean is taken.
};

/// What feeds the chip, and is empty some time.
struct Battery {
  Joules capacity;
  double charge = 1;      ///< When a run begins, 0 to 1.
  double efficiency = 1;  ///< Of what leaves it, how much reaches the chip.
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
  IdVector<MemoryId, Memory> memories;  ///< Empty when none has a size: nothing is counted.

  [[nodiscard]] const Cluster& cluster_of(ElementId element) const {
    return clusters[elements[element].cluster];
  }
  /// What memory traffic of an element's tasks crosses; may be empty.
  [[nodiscard]] const std::vector<LinkId>& memory_route(ElementId element) const {
    const std::vector<LinkId>& own = elements[element].memory_route;
    return own.empty() ? cluster_of(element).memory_route : own;
  }
};

}  // namespace kairos
