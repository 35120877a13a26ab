// Heat flow as a network of capacities and conductances:
//
//   C_i dT_i/dt = P_i - G_i,amb (T_i - T_amb) - sum over neighbours j of G_ij (T_i - T_j)
//
// Example: a node of 2 J/K that loses 0.5 W/K to the air and receives 10 W settles 20 K above the
// air, with a time constant of 4 s.
//
// How far to trust it: a node has one temperature. Conductances and capacities do not depend on
// temperature, so neither does the cooling by air (no fan, no radiation).
#pragma once

#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

struct RcNode {
  std::string name;
  JoulesPerKelvin capacity;
  WattsPerKelvin to_ambient;
  SourceLocation place;

  void describe(Fields& f);
};

struct RcEdge {
  std::size_t from = 0, to = 0;
  WattsPerKelvin conductance;
};

struct RcNetwork {
  std::vector<RcNode> nodes;  ///< The die's nodes first, in the order of the floorplan.
  std::vector<RcEdge> edges;

  /// Joins two nodes; parallel joins add up when the network is solved.
  void join(std::size_t from, std::size_t to, WattsPerKelvin conductance) {
    edges.push_back({from, to, conductance});
  }
  /// Removes all nodes without capacity. Such a node follows its neighbours at once, so joins
  /// between them replace it (star-mesh transform). The conductance between neighbours i and j is
  ///   G_i G_j / (sum of all G)
  void eliminate_massless_nodes();
  /// Throws InputError if there is no node, a node has no capacity, or no way leads from a node to
  /// the air.
  void check() const;
};

}  // namespace kairos
