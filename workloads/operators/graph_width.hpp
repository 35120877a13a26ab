// How many operators of a network can run at the same time.
//
//   level of an operator = 0 if no operator writes what it reads,
//                          else 1 + the highest level of those that do
//   widest level         = the most operators of one level
//   antichain            = the most operators of which none needs another, directly or indirectly
//
// The antichain is at least as large as the widest level. By Dilworth's theorem (R. P. Dilworth,
// Annals of Mathematics 51, 1950) it is the smallest number of chains that contain all operators:
// operators minus the largest matching of operators with operators that need them.
// Example: a -> b -> c, a -> d has the levels a; b, d; c, and two chains.
#pragma once

#include <optional>

#include "workloads/operators/operator_graph.hpp"

namespace kairos {

struct GraphWidth {
  std::size_t levels = 0;
  std::size_t widest_level = 0;
  std::optional<std::size_t> antichain;  ///< Absent for graphs of more than 5,000 operators.
};

GraphWidth width_of(const OperatorGraph& graph);

}  // namespace kairos
