#include "platforms/platform_spec.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include "platforms/network.hpp"
#include "platforms/operating_points.hpp"
#include "platforms/platform_names.hpp"
#include "platforms/plausibility.hpp"

namespace kairos {

void ClusterSpec::describe(Fields& f) {
  f("name", name, "its elements are called NAME_0, NAME_1 ..., or NAME if alone").required();
  f("kind", kind, "cpu, gpu, npu, dsp, fpga, accelerator ...").required();
  f("source", source, "where its figures come from");
  f("count", count, "number of equal elements").between(1, 1024);
  f("slots", slots, "tasks that one element runs at the same time").between(1, 65536);
  f("queue", queue,
    "which queued task starts next: the first one (in_order), or the first one whose inputs have "
    "arrived (data_ready)")
      .must([](const auto& rule) { return rule == "in_order" || rule == "data_ready"; },
            "'in_order' or 'data_ready'");
  f("points", points, "operating points (one of 1 GHz if absent)");
  f("power", power, "what it draws");
  f("transition", transition, "what a change of its clock costs");
  f("kernels", kernels, "measured execution time by kernel, at the highest point");
  f("throughput", throughput, "operations per second by kernel, 'any' for all others");
  f("memory", memory, "the memories and links that memory traffic of its tasks crosses");
  f("behaviour", overheads, "what its elements do besides computing");
}

void LinkSpec::describe(Fields& f) {
  f("name", name, "unique among the links").required();
  f("bandwidth", bandwidth, "shared max-min fairly by what crosses it").required().positive();
  f("energy", energy, "of every byte that crosses it").not_negative();
  f("source", source, "where its figures come from");
}

void PathSpec::describe(Fields& f) {
  f("from", from, "clusters or elements, or 'all'").required();
  f("to", to, "clusters or elements, or 'all'").required();
  f("bandwidth", bandwidth, "of a dedicated path").positive();
  f("over", over, "instead of 'bandwidth': the shared links it crosses");
  f("latency", latency, "before the first byte arrives").not_negative();
  f("one_way", one_way, "not from 'to' to 'from'");
}

void LocalSpec::describe(Fields& f) {
  f("bandwidth", bandwidth, "of a transfer that stays on its element (no time if absent)")
      .positive();
  f("latency", latency, "of such a transfer").not_negative();
}

void PlatformSpec::describe(Fields& f) {
  f("name", name, "shown in reports").required();
  f("description", description, "what it is, in a sentence");
  f("source", source, "where its figures come from");
  f("clusters", clusters, "the processing elements, equal ones together").required();
  f("links", links, "links that transfers and memory traffic share");
  f("memory", memory, "memories that several agents share");
  f("noc", noc, "networks on chip, which make links and routes; 'paths' replace them");
  f("paths", paths, "how data moves between elements; a later path replaces an earlier one");
  f("local", local, "what a transfer costs that stays on its element");
  f("background", background, "power drawn all the time by what runs no tasks");
  f("battery", battery, "what feeds the chip, for state of charge and jobs per charge");
  f("rails", rails, "clusters whose power is capped");
  f("thermal", thermal, "how heat leaves the chip (nothing warms up if absent)");
  f("modes", modes, "power modes by name: limits on cores, clocks and memories");
  f("mode", mode, "the power mode it is in (none if absent)");
  f("sources", sources, "where its figures come from");
}

namespace {

Cluster cluster_of(const ClusterSpec& spec) {
  const int kinds = (spec.power.profile.empty() ? 0 : 1) + (spec.power.busy > Watts{} ? 1 : 0) +
                    (spec.power.capacitance ? 1 : 0);
  if (kinds > 1) {
    throw InputError(spec.place, "cluster '" + spec.name +
                                     "' has more than one of 'busy', 'capacitance' and 'profile' "
                                     "power; write one of them");
  }
  Cluster cluster;
  cluster.name = spec.name;
  cluster.kind = spec.kind;
  cluster.points = operating_points(spec);
  cluster.off = spec.power.off;
  cluster.leakage = spec.power.leakage;
  cluster.transition = {spec.transition.latency, spec.transition.energy};
  for (const IdleStateSpec& state : spec.power.idle_states) {
    if (!cluster.idle_states.empty() && state.after <= cluster.idle_states.back().after) {
      throw InputError(state.place, "idle state '" + state.name +
                                        "' is not entered later than the one before it; order "
                                        "them by 'after'");
    }
    cluster.idle_states.push_back(
        {state.name, state.after, state.exit, state.power, state.energy, state.leakage});
  }
  for (const auto& [kernel, duration] : spec.kernels) {
    if (duration < Duration{}) {
      throw InputError(spec.place, "kernel '" + kernel + "' takes " + format(duration) +
                                       " on cluster '" + spec.name + "'; write zero or more");
    }
  }
  for (const auto& [kernel, rate] : spec.throughput) {
    if (!(rate > OperationsPerSecond{})) {
      throw InputError(spec.place, "kernel '" + kernel + "' runs at " + format(rate) +
                                       " on cluster '" + spec.name + "'; write more than zero");
    }
  }
  cluster.kernels = spec.kernels;
  cluster.throughput = spec.throughput;
  cluster.overheads = spec.overheads;
  cluster.queue_rule = spec.queue == "data_ready" ? QueueRule::data_ready : QueueRule::in_order;
  return cluster;
}

void add_cluster(const ClusterSpec& spec, PlatformNames& names, Platform& platform) {
  names.claim(spec.name, "cluster", spec.place);
  Cluster cluster = cluster_of(spec);
  for (std::uint64_t i = 0; i < spec.count; ++i) {
    const std::string name = spec.count == 1 ? spec.name : spec.name + "_" + std::to_string(i);
    if (spec.count > 1) names.claim(name, "element", spec.place);
    cluster.elements.push_back(platform.elements.next_id());
    platform.elements.push_back({name, platform.clusters.next_id(), spec.slots});
  }
  platform.clusters.push_back(std::move(cluster));
}

Route route_of(const PathSpec& spec, const PlatformNames& names, Interconnect& interconnect) {
  if (spec.bandwidth.has_value() == !spec.over.empty()) {
    throw InputError(spec.place, "a path has either 'bandwidth' or 'over'; write one of them");
  }
  if (!spec.over.empty()) {
    return interconnect.shared(spec.latency, names.links(spec.over, spec.place));
  }
  return Interconnect::dedicated(spec.latency, picoseconds_per_second / spec.bandwidth->value());
}

/// Adds the routes of a path. `joined` is the number of pairs that paths have joined so far.
void add_path(const PathSpec& spec, const PlatformNames& names, Platform& platform,
              std::size_t& joined) {
  constexpr std::size_t most = 100'000'000;
  const Route route = route_of(spec, names, platform.interconnect);
  const std::vector<ElementId> senders = names.elements(spec.from, spec.place);
  const std::vector<ElementId> receivers = names.elements(spec.to, spec.place);
  joined += senders.size() * receivers.size();
  if (joined > most) {
    throw InputError(spec.place, "the paths join more than " + std::to_string(most) +
                                     " pairs of elements; take fewer paths");
  }
  for (const ElementId from : senders) {
    for (const ElementId to : receivers) {
      if (from == to) continue;
      platform.interconnect.connect(from, to, route);
      if (!spec.one_way) platform.interconnect.connect(to, from, route);
    }
  }
}

void check_routes(const PlatformSpec& spec, const Platform& platform) {
  for (const ElementId from : ids<ElementId>(platform.elements.size())) {
    for (const ElementId to : ids<ElementId>(platform.elements.size())) {
      if (!platform.interconnect.route(from, to).exists) {
        throw InputError(spec.place, "no route leads from '" + platform.elements[from].name +
                                         "' to '" + platform.elements[to].name +
                                         "'; add a path that joins them");
      }
    }
  }
}

template <class List>
void refuse_too_many(const List& list, const std::string& what, const Place& place) {
  constexpr std::size_t most = 10'000;
  if (list.size() <= most) return;
  throw InputError(
      place, "the platform has more than " + std::to_string(most) + " " + what + "; take fewer");
}

/// Refuses platforms that are too large: routes between all pairs of elements take memory in
/// proportion to the square of their number.
void refuse_too_large(const PlatformSpec& spec) {
  refuse_too_many(spec.links, "links", spec.place);
  refuse_too_many(spec.memory, "memories", spec.place);
  refuse_too_many(spec.background, "background entries", spec.place);
  constexpr std::uint64_t most = 4096;
  std::uint64_t elements = 0;
  for (const ClusterSpec& cluster : spec.clusters) {
    elements += cluster.count;
    if (elements > most) {
      throw InputError(cluster.place, "the platform has more than " + std::to_string(most) +
                                          " elements; lower a 'count', or use slots");
    }
  }
}

}  // namespace

Platform PlatformSpec::build() const {
  return in_mode(*this).build_limited();
}

Platform PlatformSpec::build_limited() const {
  Platform platform;
  platform.name = name;
  PlatformNames names(platform);
  if (clusters.empty()) {
    throw InputError(place, "the platform has no clusters; give it at least one");
  }
  refuse_too_large(*this);
  for (const ClusterSpec& spec : clusters) add_cluster(spec, names, platform);
  for (Cluster& cluster : platform.clusters) limit_clock(cluster, *this);
  platform.interconnect = Interconnect(platform.elements.size());
  std::set<std::string> link_names;
  for (const LinkSpec& spec : links) {
    if (!link_names.insert(spec.name).second) {
      throw InputError(spec.place,
                       "link '" + spec.name + "' appears twice; give each a name of its own");
    }
    platform.interconnect.links.push_back({spec.name, spec.bandwidth, spec.energy});
  }
  const double local_time =
      local.bandwidth ? picoseconds_per_second / local.bandwidth->value() : 0.0;
  for (const ElementId e : ids<ElementId>(platform.elements.size())) {
    platform.interconnect.connect(e, e, Interconnect::dedicated(local.latency, local_time));
  }
  for (const MemorySpec& spec : memory) names.claim(spec.name, "memory", spec.place);
  add_network(*this, names, platform);
  std::size_t joined = 0;
  for (const PathSpec& spec : paths) add_path(spec, names, platform, joined);
  check_routes(*this, platform);
  for (const BackgroundSpec& spec : background)
    platform.background.push_back({spec.name, spec.power});
  for (const RailSpec& spec : rails) {
    PowerRail rail{spec.name, {}, spec.cap, spec.period};
    for (const std::string& cluster : spec.clusters) {
      rail.clusters.push_back(names.cluster(cluster, spec.place));
    }
    platform.rails.push_back(std::move(rail));
  }
  if (battery) platform.battery = {battery->capacity, battery->charge, battery->efficiency};
  if (thermal) platform.thermal = thermal->build(platform);
  refuse_impossible(*this, platform);
  return platform;
}

}  // namespace kairos
