// Lowers the limits of flows that cross links with contention; see fluid_network.hpp.
#include <algorithm>
#include <limits>
#include <map>
#include <utility>

#include "sim/backend/fluid_network.hpp"

namespace kairos {

/// Lists the links that have contention, or agents with contention of their own.
void FluidNetwork::find_contended(const IdVector<LinkId, Link>& links) {
  std::map<LinkId, std::vector<Contended::Port>> ports;
  for (const LinkId id : ids<LinkId>(links.size())) {
    const auto& contention = links[id].contention;
    if (contention != nullptr && !contention->is_max_min()) ports[links[id].port_of.value_or(id)];
  }
  if (ports.empty()) return;
  for (const LinkId id : ids<LinkId>(links.size())) {
    if (!links[id].port_of) continue;
    const auto shared = ports.find(*links[id].port_of);
    if (shared != ports.end()) shared->second.push_back({id, links[id].contention});
  }
  for (auto& [link, of_link] : ports) {
    contended_.push_back({link, links[link].contention, std::move(of_link)});
  }
}

void FluidNetwork::limit_by_contention() {
  for (Flow& flow : flows()) flow.limit = flow.asked;
  lowered_.assign(flow_count_, std::numeric_limits<double>::infinity());
  for (const Contended& shared : contended_) {
    find_agents(shared);
    if (agents_.size() < 2) continue;
    for (std::size_t agent = 0; agent < agents_.size(); ++agent) measure_alone(agent);
    lower_limits();
  }
  for (std::size_t i = 0; i < flow_count_; ++i) {
    flows_[i].limit = std::min(flows_[i].limit, lowered_[i]);
  }
}

/// Finds the agents of a link that use it at present, and their flows.
void FluidNetwork::find_agents(const Contended& shared) {
  agents_.clear();
  members_.clear();
  for (std::size_t i = 0; i < flow_count_; ++i) {
    const std::vector<LinkId>& route = flows_[i].route;
    if (std::ranges::find(route, shared.link) == route.end()) continue;
    const Agent agent = agent_of(flows_[i], shared);
    const auto known = std::ranges::find(agents_, agent.key, &Agent::key);
    members_.push_back({i, static_cast<std::size_t>(known - agents_.begin())});
    if (known == agents_.end()) agents_.push_back(agent);
  }
}

FluidNetwork::Agent FluidNetwork::agent_of(const Flow& flow, const Contended& shared) const {
  enum Kind : std::uint64_t { cluster, port, transfer };
  const auto key = [](Kind kind, std::uint32_t number) { return kind << 32U | number; };
  for (const Contended::Port& of : shared.ports) {
    if (std::ranges::find(flow.route, of.link) == flow.route.end()) continue;
    const bool has_own = of.contention != nullptr;
    return {key(port, static_cast<std::uint32_t>(of.link)),
            has_own ? of.contention.get() : shared.contention.get()};
  }
  const bool has_cluster = flow.cluster != no_cluster;
  return {
      has_cluster ? key(cluster, flow.cluster) : key(transfer, static_cast<std::uint32_t>(flow.id)),
      shared.contention.get()};
}

/// Computes the rates of an agent's flows without those of others, and with them what it asks for.
void FluidNetwork::measure_alone(std::size_t agent) {
  for (Flow& flow : flows()) flow.rate = 0;
  forget_loads();
  for (const Member& member : members_) {
    if (member.agent == agent) open(flows_[member.flow]);
  }
  fill();
  for (Member& member : members_) {
    if (member.agent != agent) continue;
    member.alone = flows_[member.flow].rate;
    agents_[agent].asked += member.alone;
  }
}

/// Lowers the limits of the flows of agents that obtain less than they ask for.
void FluidNetwork::lower_limits() {
  for (std::size_t i = 0; i < agents_.size(); ++i) {
    const Agent& agent = agents_[i];
    if (agent.contention == nullptr) continue;
    double others = 0;
    for (std::size_t j = 0; j < agents_.size(); ++j) others += j == i ? 0 : agents_[j].asked;
    const BytesPerSecond asked(agent.asked * picoseconds_per_second);
    const double fraction =
        agent.contention->obtained(asked, BytesPerSecond(others * picoseconds_per_second)) / asked;
    if (!(fraction < 1)) continue;
    for (const Member& member : members_) {
      if (member.agent != i) continue;
      lowered_[member.flow] = std::min(lowered_[member.flow], member.alone * fraction);
    }
  }
}

}  // namespace kairos
