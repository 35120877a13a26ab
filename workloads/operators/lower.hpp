// Lowers an operator graph to a job graph: one task for each tile of each group of operators.
//
//   bytes from a writing to a reading tile = volume of what the one writes and the other reads
//
// Tiles that read the same region of a tile's output read the same tensor, which is sent once to
// each place. Weights and states become residents; a tile needs the regions that it reads. Weights
// are called "graph/tensor", so that two graphs of the same name share those of equal names and
// sizes.
//
// Example: y = x A, z = y B with 4 rows, y cut into two halves of its columns and z not cut. The
// task z reads both halves of y, of 4 rows each.
// How far to trust it: tiles that read overlapping but different regions, as at the halos of
// patches, each get a tensor of their own, so that the overlap is stored and sent once for each.
#pragma once

#include <memory>

#include "workloads/job_graph.hpp"
#include "workloads/operators/partition.hpp"

namespace kairos {

/// Throws InputError if operators that run together depend on each other through others. `name` is
/// the name of the job graph.
std::shared_ptr<const JobGraph> lower(const OperatorGraph& graph, const Partition& partition,
                                      std::string name);
/// Lowers a graph with one task for each operator; the job graph has the name of the graph.
std::shared_ptr<const JobGraph> lower(const OperatorGraph& graph);

}  // namespace kairos
