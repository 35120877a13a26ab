#include "platforms/platform_config.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "platforms/network.hpp"
#include "platforms/operating_points.hpp"
#include "platforms/platform_names.hpp"
#include "platforms/plausibility.hpp"

namespace kairos {

void ClusterConfig::describe(Fields& f) {
  f("name", name,
    "name of the cluster; its elements are called NAME_0, NAME_1 ..., or NAME if there is only one")
      .required();
  f("kind", kind, "kind of element: cpu, gpu, npu, dsp, fpga, accelerator ...").required();
  f("source", source, "source of the cluster's figures");
  f("count", count, "number of equal elements").between(1, 1024);
  f("slots", slots, "number of tasks that one element runs at the same time").between(1, 65536);
  f("queue", queue,
    "queued task that starts next: the first one (in_order), the first one whose inputs have "
    "arrived (data_ready), or, of those whose inputs have arrived, that of the oldest job "
    "(ready_first)");
  f("points", points, "operating points (one of 1 GHz if absent)");
  f("power", power, "power of the elements");
  f("transition", transition, "time and energy of a change of the operating point");
  f("kernels", kernels, "measured execution time by kernel, at the highest operating point");
  f("kernel_times", kernel_times, "file of measured times of further kernels, also by shape");
  f("kernel_energy", kernel_energy,
    "measured energy of one run by kernel, on top of the power of the element, at the highest "
    "operating point; it falls with the square of the voltage")
      .must(
          [](const auto& all) {
            return std::ranges::all_of(all, [](const auto& of) { return of.second >= Joules{}; });
          },
          "energies that are zero or more");
  f("throughput", throughput, "operations per second by kernel ('any' for all others)");
  f("compute", compute,
    "rates of the elements' units for operators of networks, by unit and data type");
  f("memory", memory, "memories and links that the memory traffic of the cluster's tasks crosses");
  f("behaviour", overheads,
    "overheads of the elements: launch, setup, reconfiguration and batching");
  f("preemption", preemption,
    "how running tasks may be interrupted: none, between_tasks (if absent), or {at: any, cost: 20 "
    "us}");
}

void PlatformConfig::describe(Fields& f) {
  f("name", name, "name of the platform in reports").required();
  f("description", description, "description of the platform in one sentence");
  f("source", source, "source of the platform's figures");
  f("clusters", clusters, "clusters of equal processing elements").required();
  f("links", links, "links that are shared by transfers and memory traffic");
  f("memory", memory, "memories that are shared by several agents");
  f("noc", noc, "networks on chip, which add links and routes; 'paths' override their routes");
  f("paths", paths, "paths of data between elements; a later path overrides an earlier one");
  f("local", local, "bandwidth and latency of transfers that stay on their element");
  f("background", background, "components that run no tasks but always draw power");
  f("battery", battery, "battery of the chip, for state of charge and jobs per charge");
  f("rails", rails, "supply rails, which cap the power of their clusters");
  f("thermal", thermal, "thermal model of the chip (no temperatures if absent)");
  f("modes", modes, "power modes by name: limits on elements, clocks and memories");
  f("mode", mode, "name of the active power mode (none if absent)");
  f("sources", sources, "sources of the figures, by part of the platform");
}

namespace {

Cluster cluster_of(const ClusterConfig& config) {
  const int kinds = (config.power.profile.empty() ? 0 : 1) + (config.power.busy > Watts{} ? 1 : 0) +
                    (config.power.capacitance ? 1 : 0);
  if (kinds > 1) {
    throw InputError(config.place,
                     "cluster '" + config.name +
                         "' has more than one of the powers 'busy', 'capacitance' and "
                         "'profile'; write only one of them");
  }
  Cluster cluster;
  cluster.name = config.name;
  cluster.kind = config.kind;
  cluster.points = operating_points(config);
  cluster.off = config.power.off;
  cluster.stalled = config.power.stalled;
  cluster.leakage = config.power.leakage;
  cluster.transition = {config.transition.latency, config.transition.energy};
  for (const IdleStateConfig& state : config.power.idle_states) {
    if (!cluster.idle_states.empty() && state.after <= cluster.idle_states.back().after) {
      throw InputError(
          state.place,
          "idle state '" + state.name +
              "' is not entered later than the previous one; order idle states by 'after'");
    }
    cluster.idle_states.push_back({state.name, state.after, state.exit, state.power, state.energy,
                                   state.leakage, state.keeps_awake});
  }
  for (const auto& [kernel, duration] : config.kernels) {
    if (duration < Duration{}) {
      throw InputError(config.place, "kernel '" + kernel + "' takes " + format(duration) +
                                         " on cluster '" + config.name + "'; write zero or more");
    }
  }
  for (const auto& [kernel, rate] : config.throughput) {
    if (!(rate > OperationsPerSecond{})) {
      throw InputError(config.place, "kernel '" + kernel + "' runs at " + format(rate) +
                                         " on cluster '" + config.name + "'; write more than zero");
    }
  }
  cluster.kernels = config.kernels;
  if (config.kernel_times) cluster.kernel_times = read_kernel_times(*config.kernel_times);
  cluster.kernel_times_factor = config.kernel_times_factor;
  cluster.kernel_energy = config.kernel_energy;
  cluster.throughput = config.throughput;
  cluster.compute = config.compute;
  cluster.overheads = config.overheads;
  cluster.queue_rule = config.queue;
  cluster.preemption = config.preemption;
  if (cluster.preemption.interrupts() && cluster.overheads.batching.is_on()) {
    throw InputError(config.place, "cluster '" + config.name +
                                       "' has batches and interrupts tasks, but a batch cannot be "
                                       "interrupted; leave out 'batching' or 'preemption'");
  }
  return cluster;
}

void add_cluster(const ClusterConfig& config, PlatformNames& names, Platform& platform) {
  names.claim(config.name, "cluster", config.place);
  Cluster cluster = cluster_of(config);
  for (std::uint64_t i = 0; i < config.count; ++i) {
    const std::string name =
        config.count == 1 ? config.name : config.name + "_" + std::to_string(i);
    if (config.count > 1) names.claim(name, "element", config.place);
    cluster.elements.push_back(platform.elements.next_id());
    platform.elements.push_back({name, platform.clusters.next_id(), config.slots});
  }
  platform.clusters.push_back(std::move(cluster));
}

Route route_of(const PathConfig& config, const PlatformNames& names, Interconnect& interconnect) {
  if (config.bandwidth.has_value() == !config.over.empty()) {
    throw InputError(config.place,
                     "a path needs either 'bandwidth' or 'over'; write exactly one of them");
  }
  if (config.over.empty() && !config.or_over.empty()) {
    throw InputError(config.place,
                     "a path has 'or_over' but no 'over'; write the first list of links as 'over'");
  }
  if (!config.over.empty()) {
    const Route route = interconnect.shared(config.latency, names.links(config.over, config.place));
    for (const std::vector<std::string>& other : config.or_over) {
      if (other.empty()) {
        throw InputError(config.place, "a list in 'or_over' is empty; name at least one link");
      }
      interconnect.add_alternative(
          route, interconnect.shared(config.latency, names.links(other, config.place)));
    }
    return route;
  }
  return Interconnect::dedicated(config.latency,
                                 picoseconds_per_second / config.bandwidth->value());
}

/// Adds the routes of a path. `joined` is the number of pairs that paths have joined so far.
void add_path(const PathConfig& config, const PlatformNames& names, Platform& platform,
              std::size_t& joined) {
  constexpr std::size_t most = 100'000'000;
  const Route route = route_of(config, names, platform.interconnect);
  const std::vector<ElementId> senders = names.elements(config.from, config.place);
  const std::vector<ElementId> receivers = names.elements(config.to, config.place);
  joined += senders.size() * receivers.size();
  if (joined > most) {
    throw InputError(config.place, "the paths join more than " + std::to_string(most) +
                                       " pairs of elements; use fewer paths");
  }
  for (const ElementId from : senders) {
    for (const ElementId to : receivers) {
      if (from == to) continue;
      platform.interconnect.connect(from, to, route);
      if (!config.one_way) platform.interconnect.connect(to, from, route);
    }
  }
}

void check_routes(const PlatformConfig& config, const Platform& platform) {
  for (const ElementId from : ids<ElementId>(platform.elements.size())) {
    for (const ElementId to : ids<ElementId>(platform.elements.size())) {
      if (!platform.interconnect.route(from, to).exists) {
        throw InputError(config.place, "no route leads from '" + platform.elements[from].name +
                                           "' to '" + platform.elements[to].name +
                                           "'; add a path between them");
      }
    }
  }
}

template <class List>
void refuse_too_many(const List& list, const std::string& what, const SourceLocation& place) {
  constexpr std::size_t most = 10'000;
  if (list.size() <= most) return;
  throw InputError(
      place, "the platform has more than " + std::to_string(most) + " " + what + "; use fewer");
}

/// Refuses platforms that are too large: routes between all pairs of elements take memory in
/// proportion to the square of their number.
void refuse_too_large(const PlatformConfig& config) {
  refuse_too_many(config.links, "links", config.place);
  refuse_too_many(config.memory, "memories", config.place);
  refuse_too_many(config.background, "background entries", config.place);
  constexpr std::uint64_t most = 4096;
  std::uint64_t elements = 0;
  for (const ClusterConfig& cluster : config.clusters) {
    elements += cluster.count;
    if (elements > most) {
      throw InputError(cluster.place, "the platform has more than " + std::to_string(most) +
                                          " elements; lower a 'count', or use 'slots'");
    }
  }
}

}  // namespace

Platform PlatformConfig::build() const {
  return in_mode(*this).build_limited();
}

Platform PlatformConfig::build_limited() const {
  Platform platform;
  platform.name = name;
  PlatformNames names(platform);
  if (clusters.empty()) {
    throw InputError(place, "the platform has no clusters; add at least one");
  }
  refuse_too_large(*this);
  for (const ClusterConfig& config : clusters) add_cluster(config, names, platform);
  for (Cluster& cluster : platform.clusters) limit_clock(cluster, *this);
  platform.interconnect = Interconnect(platform.elements.size());
  std::set<std::string> link_names;
  for (const LinkConfig& config : links) {
    if (!link_names.insert(config.name).second) {
      throw InputError(config.place,
                       "link '" + config.name + "' appears twice; give each link its own name");
    }
    platform.interconnect.links.push_back({config.name, config.bandwidth, config.energy});
    if (config.contention) {
      platform.interconnect.links.back().contention =
          std::make_shared<const Contention>(*config.contention);
    }
  }
  const double local_time =
      local.bandwidth ? picoseconds_per_second / local.bandwidth->value() : 0.0;
  for (const ElementId e : ids<ElementId>(platform.elements.size())) {
    platform.interconnect.connect(e, e, Interconnect::dedicated(local.latency, local_time));
  }
  for (const MemoryConfig& config : memory) names.claim(config.name, "memory", config.place);
  add_network(*this, names, platform);
  std::size_t joined = 0;
  for (const PathConfig& config : paths) add_path(config, names, platform, joined);
  check_routes(*this, platform);
  for (const BackgroundConfig& config : background)
    platform.background.push_back({config.name, config.power});
  for (const RailConfig& config : rails) {
    PowerRail rail{config.name, {}, config.cap, config.period};
    for (const std::string& cluster : config.clusters) {
      rail.clusters.push_back(names.cluster(cluster, config.place));
    }
    platform.rails.push_back(std::move(rail));
  }
  if (battery) platform.battery = {battery->capacity, battery->charge, battery->efficiency};
  if (thermal) platform.thermal = thermal->build(platform);
  refuse_impossible(*this, platform);
  return platform;
}

}  // namespace kairos
