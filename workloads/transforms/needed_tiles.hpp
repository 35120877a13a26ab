// The tiles of operators that run together, from a region of their result.
#pragma once

#include <optional>
#include <vector>

#include "workloads/operators/operator_graph.hpp"

namespace kairos {

/// The axis that alone moves the index of a dimension, step by step; empty if there is none. Axes
/// with a single point do not move it.
std::optional<std::size_t> moving_axis(const Form& form, const std::vector<Axis>& axes);

/// The tile of each operator that is needed to compute a region of the output of the last one.
/// `operators` are in the order of the graph. Where two readers need different regions of a result,
/// the tile is the smallest that contains both.
std::vector<Box> needed_tiles(const OperatorGraph& graph, const std::vector<OperatorId>& operators,
                              const Box& region);

}  // namespace kairos
