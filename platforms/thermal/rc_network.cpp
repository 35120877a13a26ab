#include "platforms/thermal/rc_network.hpp"

#include <utility>

namespace kairos {

void RcNode::describe(Fields& f) {
  f("name", name, "name of the node").required();
  f("capacity", capacity, "heat capacity of the node").required().positive();
  f("to_ambient", to_ambient, "thermal conductance from the node to the air").not_negative();
}

namespace {

/// The conductances from a node to its neighbours and to the air.
struct Star {
  std::vector<std::pair<std::size_t, WattsPerKelvin>> joins;
  WattsPerKelvin to_ambient, sum;
};

Star star_of(const RcNetwork& network, std::size_t node) {
  Star star{{}, network.nodes[node].to_ambient, network.nodes[node].to_ambient};
  for (const RcEdge& edge : network.edges) {
    if (edge.from != node && edge.to != node) continue;
    if (edge.conductance == WattsPerKelvin{}) continue;
    star.joins.emplace_back(edge.from == node ? edge.to : edge.from, edge.conductance);
    star.sum += edge.conductance;
  }
  return star;
}

void replace_by_mesh(RcNetwork& network, std::size_t node) {
  const Star star = star_of(network, node);
  std::erase_if(network.edges,
                [&](const RcEdge& edge) { return edge.from == node || edge.to == node; });
  for (std::size_t i = 0; i < star.joins.size(); ++i) {
    const auto& [from, conductance] = star.joins[i];
    network.nodes[from].to_ambient += star.to_ambient * (conductance / star.sum);
    for (std::size_t j = i + 1; j < star.joins.size(); ++j) {
      const auto& [to, other] = star.joins[j];
      if (from != to) network.join(from, to, other * (conductance / star.sum));
    }
  }
  network.nodes.erase(network.nodes.begin() + static_cast<std::ptrdiff_t>(node));
  for (RcEdge& edge : network.edges) {
    if (edge.from > node) --edge.from;
    if (edge.to > node) --edge.to;
  }
}

}  // namespace

void RcNetwork::eliminate_massless_nodes() {
  for (std::size_t i = nodes.size(); i-- > 0;) {
    if (!(nodes[i].capacity > JoulesPerKelvin{})) replace_by_mesh(*this, i);
  }
}

void RcNetwork::check() const {
  if (nodes.empty()) throw InputError("the thermal network has no nodes; add at least one");
  std::vector<bool> reaches_air(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!(nodes[i].capacity > JoulesPerKelvin{})) {
      throw InputError(nodes[i].place,
                       "thermal node '" + nodes[i].name + "' has no heat capacity; set 'capacity'");
    }
    reaches_air[i] = nodes[i].to_ambient > WattsPerKelvin{};
  }
  for (bool changed = true; changed;) {
    changed = false;
    for (const RcEdge& edge : edges) {
      if (reaches_air[edge.from] == reaches_air[edge.to]) continue;
      reaches_air[edge.from] = reaches_air[edge.to] = changed = true;
    }
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (reaches_air[i]) continue;
    throw InputError(nodes[i].place,
                     "no path leads from thermal node '" + nodes[i].name +
                         "' to the air; join it to a node that has a path, or set 'to_ambient'");
  }
}

}  // namespace kairos
