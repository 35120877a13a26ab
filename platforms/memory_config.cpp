#include "platforms/memory_config.hpp"

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

std::vector<std::string> clusters_of(const AgentConfig& agent) {
  return agent.clusters.empty() ? std::vector<std::string>{agent.name} : agent.clusters;
}

bool has(const std::vector<std::string>& names, const std::string& name) {
  return std::ranges::find(names, name) != names.end();
}

void refuse_above(BytesPerSecond rate, BytesPerSecond limit, const std::string& who,
                  const std::string& whose, const SourceLocation& place) {
  if (rate <= limit) return;
  throw InputError(place, who + " at " + format(rate) + ", which is above the " + format(limit) +
                              " of " + whose + "; lower the former or raise the latter");
}

/// Refuses a table in which an agent obtains more than a limit.
void refuse_table_above(const std::optional<Contention>& contention, BytesPerSecond limit,
                        const std::string& who, const std::string& whose,
                        const SourceLocation& place) {
  if (contention) {
    refuse_above(contention->largest(), limit, "'obtained' in the contention of " + who + " is",
                 whose, place);
  }
}

std::shared_ptr<const Contention> shared(const std::optional<Contention>& contention) {
  if (!contention) return nullptr;  // an agent with max_min is not the same as one without anything
  return std::make_shared<const Contention>(*contention);
}

[[noreturn]] void refuse_twice(const std::string& cluster, const std::string& memory,
                               const SourceLocation& place) {
  throw InputError(place, "cluster '" + cluster + "' belongs to two agents of " + memory +
                              "; name it in one of them");
}

[[noreturn]] void refuse_second(const std::string& agent, const std::string& group,
                                const SourceLocation& place) {
  throw InputError(place, group + " names agent '" + agent + "' twice; name it once");
}

}  // namespace

void AgentConfig::describe(Fields& f) {
  f("name", name, "name of the agent, unique in its memory").required();
  f("clusters", clusters, "clusters behind this port (the cluster called 'name' if absent)");
  f("bandwidth", bandwidth, "bandwidth that the agent reaches while no other agent uses the memory")
      .required()
      .positive();
  f("contention", contention,
    "what this agent obtains while others use the memory, instead of the 'contention' of the "
    "memory");
}

void JointConfig::describe(Fields& f) {
  f("agents", agents, "names of two or more agents of this memory")
      .required()
      .must([](const auto& names) { return names.size() > 1; }, "two names or more");
  f("bandwidth", bandwidth, "bandwidth that these agents reach together").required().positive();
}

void MemoryConfig::describe(Fields& f) {
  f("name", name, "name of the memory, for 'memory' of clusters and 'nodes' of 'noc'").required();
  f("bandwidth", bandwidth, "bandwidth that all agents reach together").required().positive();
  f("energy", energy, "energy of every byte that moves to or from the memory").not_negative();
  f("peak", peak,
    "theoretical bandwidth of the interface; checked as the upper limit of 'bandwidth', otherwise "
    "unused")
      .positive();
  f("agents", agents, "agents that reach less than 'bandwidth' alone");
  f("contention", contention,
    "what an agent obtains while others use the memory: max_min (all it asks for until the "
    "bandwidth is used up), a measured table {own, others, obtained}, or {pccs: {...}}");
  f("joint", joint, "groups of agents that reach less than 'bandwidth' together");
  f("size", size, "capacity for tensors (unlimited if absent)").positive();
  f("latency", latency, "latency of a spilled tensor on the way to or from the memory")
      .not_negative();
  f("when_full", when_full, "what happens if a task's tensors do not fit: wait, spill or fail");
  f("spill_to", spill_to, "memory to which tensors that do not fit are spilled");
  f("spill_over", spill_over,
    "links that spilled tensors cross, in addition to the links of both memories");
  f("read_back", read_back,
    "links that spilled tensors cross when they are read back (those of 'spill_over' if absent)");
  f("source", source, "source of the memory's figures");
}

void MemoryConfig::check(const SourceLocation& where) const {
  const std::string whole = "memory '" + name + "'";
  if (peak) refuse_above(bandwidth, *peak, whole + " is", "the peak rate", where);
  if ((when_full == WhenFull::spill) != spill_to.has_value()) {
    throw InputError(
        where, whole + " has only one of 'when_full: spill' and 'spill_to'; write both or neither");
  }
  refuse_table_above(contention, bandwidth, whole, "all agents together", where);
  std::set<std::string> known, seen;
  for (const AgentConfig& agent : agents) {
    const std::string who = "agent '" + agent.name + "' of " + whole;
    refuse_above(agent.bandwidth, bandwidth, who + " is", "all agents together", agent.place);
    refuse_table_above(agent.contention, agent.bandwidth, who, "the agent", agent.place);
    if (!known.insert(agent.name).second) {
      throw InputError(agent.place, who + " appears twice; give each agent its own name");
    }
    for (const std::string& cluster : clusters_of(agent)) {
      if (seen.insert(cluster).second) continue;
      refuse_twice(cluster, whole, agent.place);
    }
  }
  const std::vector<std::string> names(known.begin(), known.end());
  for (const JointConfig& group : joint) {
    const std::string who = "the joint rate of '" + joined(group.agents) + "' in " + whole;
    refuse_above(group.bandwidth, bandwidth, who + " is", "all agents together", group.place);
    std::set<std::string> members;
    for (const std::string& member : group.agents) {
      if (!members.insert(member).second) refuse_second(member, who, group.place);
      const auto agent = std::ranges::find(agents, member, &AgentConfig::name);
      if (agent == agents.end())
        throw InputError(group.place, unknown_name("agent", member, names));
      refuse_above(agent->bandwidth, group.bandwidth, "agent '" + member + "' alone is", who,
                   group.place);
    }
  }
}

void MemoryConfig::add_links(Interconnect& interconnect) const {
  const auto add = [&](const std::string& link, BytesPerSecond rate, JoulesPerByte cost = {}) {
    const auto same = std::ranges::find(interconnect.links, link, &Link::name);
    if (same != interconnect.links.end()) {
      throw InputError(place, "memory '" + name + "' adds a link '" + link +
                                  "', which already exists; rename one of them");
    }
    interconnect.links.push_back({link, rate, cost});
    return static_cast<LinkId>(interconnect.links.size() - 1);
  };
  const LinkId whole = add(name, bandwidth, energy);
  interconnect.links[whole].contention = shared(contention);
  for (const AgentConfig& agent : agents) {
    const LinkId port = add(name + "." + agent.name, agent.bandwidth);
    interconnect.links[port].port_of = whole;
    interconnect.links[port].contention = shared(agent.contention);
  }
  for (const JointConfig& group : joint) add(name + "." + joined(group.agents), group.bandwidth);
}

std::vector<LinkId> MemoryConfig::route_of(const std::string& cluster,
                                           const PlatformNames& names) const {
  std::vector<LinkId> route;
  for (const AgentConfig& agent : agents) {
    if (!has(clusters_of(agent), cluster)) continue;
    route.push_back(names.link(name + "." + agent.name, place));
    for (const JointConfig& group : joint) {
      if (!has(group.agents, agent.name)) continue;
      route.push_back(names.link(name + "." + joined(group.agents), place));
    }
  }
  route.push_back(names.link(name, place));
  return route;
}

void MemoryConfig::check_agents(const Platform& platform, const PlatformNames& names) const {
  const LinkId own = names.link(name, place);
  for (const AgentConfig& agent : agents) {
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
