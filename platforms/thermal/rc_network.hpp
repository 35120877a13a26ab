// Heat flow as a network of capacities and conductances:
//
//   C_i dT_i/dt = P_i - G_i,amb (T_i - T_amb) - sum over neighbours j of G_ij (T_i - T_j)
//
// Example: one node of 2 J/K that loses 0.5 W/K to the air and is fed 10 W ends 20 K above the air,
// with a time constant of 4 s.
// How far to trust it: a node has one temperature; conductances and capacities do not change with
// it, so neither does the air that carries heat off (no fan, no radiation).
#pragma once

#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

struct RcNode {
  std::string name;
  JoulesPerKelvin capacity;
  WattsPerKelvin to_ambient;
  Place place;

  void describe(Fields& f);
};

struct RcEdge {
  std::size_t from = 0, to = 0;
  WattsPerKelvin conductance;
};

struct RcNetwork {
  std::vector<RcNode> nodes;  ///< Those of the die first, in the order of the floorplan.
  std::vector<RcEdge> edges;

  /// Joins two nodes; parallel joints add up when the network is solved.
  void join(std::size_t from, std::size_t to, WattsPerKelvin conductance) {
    edges.push_back({from, to, conductance});
  }
  /// Removes all nodes without capacity. Such a node follows its neighbours at once, so joins
  /// between them replace it (star-mesh transform): between neighbours i and j, G_i G_j / (sum of
  /// all G).
  void eliminate_massless_nodes();
  /// Throws InputError: no node, one without capacity, or one from which no way leads to the air.
  void check() const;
};

}  // namespace kairos
