// What the operators of a network demand, one row each, and the sums.
//
// Amounts are those of whole tensors: a tensor counts for every operator that reads it, and weights
// count once in the total. The traffic of a tile, which may touch fewer elements, is a Demand.
#pragma once

#include <string>
#include <vector>

#include "workloads/operators/operator_graph.hpp"

namespace kairos {

struct Amount {
  double elements = 0;
  Bytes bytes;
};

struct OperatorRow {
  std::string name, kind;
  double macs = 0;
  double ops = 0;  ///< Operations of all units; a multiply-accumulate operation counts twice.
  Amount weights;  ///< Weights that it reads.
  Amount read;     ///< Activations that it reads.
  Amount written;  ///< Activations that it writes.
  Amount state;    ///< State that it reads or writes.
  Shape shape;     ///< Shape of its first output.
};

struct OperatorTable {
  std::vector<OperatorRow> rows;
  OperatorRow total;
};

OperatorTable operator_table(const OperatorGraph& graph);

}  // namespace kairos
