#include "platforms/memory_spec.hpp"

#include <algorithm>
#include <set>

namespace kairos {
namespace {

/// Joins names with plus signs, for example "gpu+npu".
std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : "+") + name;
  return text;
}

std::vector<std::string> clusters_of(const AgentSpec& agent) {
  return agent.clusters.empty() ? std::vector<std::string>{agent.name} : agent.clusters;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

void refuse_above(BytesPerSecond rate, BytesPerSecond limit, const std::string& who,
                  const std::string& whose, const Place& place) {
  if (rate <= limit) return;
  throw InputError(place, who + " at " + format(rate) + ", above the " + format(limit) + " of " +
                              whose + "; lower the one or raise the other");
}

[[noreturn]] void refuse_twice(const std::string& cluster, const std::string& memory,
                               const Place& place) {
  throw InputError(place, "cluster '" + cluster + "' belongs to two agents of " + memory +
                              "; name it in one of them");
}

[[noreturn]] void refuse_second(const std::string& agent, const std::string& group,
                                const Place& place) {
  throw InputError(place, group + " names agent '" + agent + "' twice; name it once");
}

}  // namespace

void AgentSpec::describe(Fields& f) {
  f("name", name, "unique in its memory").required();
  f("clusters", clusters, "those behind this port (the cluster called 'name' if absent)");
  f("bandwidth", bandwidth, "what they reach together while no other agent does")
      .required()
      .positive();
}

void JointSpec::describe(Fields& f) {
  f("agents", agents, "two or more agents of this memory")
      .required()
      .must([](const auto& names) { return names.size() > 1; }, "two names or more");
  f("bandwidth", bandwidth, "what they reach together").required().positive();
}

void MemorySpec::describe(Fields& f) {
  f("name", name, "a cluster's 'memory' names it, and 'noc' may").required();
  f("bandwidth", bandwidth, "what all agents reach together").required().positive();
  f("energy", energy, "of every byte that moves to or from it").not_negative();
  f("peak", peak, "what the interface could carry; of no effect, but no rate may exceed it")
      .positive();
  f("agents", agents, "those that reach less than 'bandwidth' alone");
  f("joint", joint, "agents that reach less than 'bandwidth' together");
  f("size", size, "room for tensors (without limit if absent)").positive();
  f("latency", latency, "of a spilled tensor on its way to or from it").not_negative();
  f("when_full", when_full, "what a task does that finds no room: wait, spill or fail");
  f("spill_to", spill_to, "the memory that takes what does not fit");
  f("spill_over", spill_over,
    "links that tensors cross on their way there, besides those of both memories");
  f("read_back", read_back, "the same, on their way back (those of 'spill_over' if absent)");
  f("source", source, "where its figures come from");
}

void MemorySpec::check(const Place& where) const {
  const std::string whole = "memory '" + name + "'";
  if (peak) refuse_above(bandwidth, *peak, whole + " is", "its peak", where);
  if ((when_full == WhenFull::spill) != spill_to.has_value()) {
    throw InputError(where, whole +
                                " has 'when_full: spill' without 'spill_to', or the reverse; "
                                "write both or neither");
  }
  std::set<std::string> known, seen;
  for (const AgentSpec& agent : agents) {
    const std::string who = "agent '" + agent.name + "' of " + whole;
    refuse_above(agent.bandwidth, bandwidth, who + " is", "all agents together", agent.place);
    if (!known.insert(agent.name).second) {
      throw InputError(agent.place, who + " appears twice; give each a name of its own");
    }
    for (const std::string& cluster : clusters_of(agent)) {
      if (seen.insert(cluster).second) continue;
      refuse_twice(cluster, whole, agent.place);
    }
  }
  const std::vector<std::string> names(known.begin(), known.end());
  for (const JointSpec& group : joint) {
    const std::string who = "the joint rate of '" + joined(group.agents) + "' in " + whole;
    refuse_above(group.bandwidth, bandwidth, who + " is", "all agents together", group.place);
    std::set<std::string> members;
    for (const std::string& member : group.agents) {
      if (!members.insert(member).second) refuse_second(member, who, group.place);
      const auto agent = std::ranges::find(agents, member, &AgentSpec::name);
      if (agent == agents.end())
        throw InputError(group.place, unknown_name("agent", member, names));
      refuse_above(agent->bandwidth, group.bandwidth, "agent '" + member + "' alone is", who,
                   group.place);
    }
  }
}

void MemorySpec::add_links(Interconnect& interconnect) const {
  const auto add = [&](const std::string& link, BytesPerSecond rate, JoulesPerByte cost = {}) {
    const auto same = std::ranges::find(interconnect.links, link, &Link::name);
    if (same != interconnect.links.end()) {
      throw InputError(place, "memory '" + name + "' makes a link '" + link +
                                  "', which is there already; rename one of them");
    }
    interconnect.links.push_back({link, rate, cost});
  };
  add(name, bandwidth, energy);
  for (const AgentSpec& agent : agents) add(name + "." + agent.name, agent.bandwidth);
  for (const JointSpec& group : joint) add(name + "." + joined(group.agents), group.bandwidth);
}

std::vector<LinkId> MemorySpec::route_of(const std::string& cluster,
                                         const PlatformNames& names) const {
  std::vector<LinkId> route;
  for (const AgentSpec& agent : agents) {
    if (!has(clusters_of(agent), cluster)) continue;
    route.push_back(names.link(name + "." + agent.name, place));
    for (const JointSpec& group : joint) {
      if (!has(group.agents, agent.name)) continue;
      route.push_back(names.link(name + "." + joined(group.agents), place));
    }
  }
  route.push_back(names.link(name, place));
  return route;
}

void MemorySpec::check_agents(const Platform& platform, const PlatformNames& names) const {
  const LinkId own = names.link(name, place);
  for (const AgentSpec& agent : agents) {
    for (const std::string& cluster : clusters_of(agent)) {
      const Cluster& found = platform.clusters[names.cluster(cluster, agent.place)];
      if (std::ranges::find(found.memory_route, own) != found.memory_route.end()) continue;
      throw InputError(agent.place, "agent '" + agent.name + "' has cluster '" + cluster +
                                        "', which does not use memory '" + name +
                                        "'; add it to the cluster's 'memory'");
    }
  }
}

}  // namespace kairos
