#include "platforms/thermal/rc_network.hpp"

namespace kairos {

void RcNode::describe(Fields& f) {
  f("name", name, "of the node").required();
  f("capacity", capacity, "heat that it holds per kelvin").required().positive();
  f("to_ambient", to_ambient, "conductance to the air").not_negative();
}

void RcNetwork::check() const {
  if (nodes.empty()) throw InputError("the thermal network has no nodes");
  std::vector<bool> reaches_air(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (!(nodes[i].capacity > JoulesPerKelvin{})) {
      throw InputError(nodes[i].place,
                       "thermal node '" + nodes[i].name + "' has no heat capacity; give it one");
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
                     "no way leads from thermal node '" + nodes[i].name +
                         "' to the air; join it to a node that has one, or set 'to_ambient'");
  }
}

}  // namespace kairos
