// The memory that activations take while the operators of a network run one after the other.
//
//   live(i) = bytes of the outputs of operators 0 to i, and of the inputs of the network,
//             that operator i or a later one reads, and of all outputs of operator i
//   peak = max over i of live(i)
//
// Tensors that no operator reads are outputs of the network and stay. Weights, states and constants
// do not count.
// Example: in a chain of an input of 3 MB and operators whose outputs have 4, 4 and 1 MB, the peak
// is 8 MB. If the second one works in place it is 7 MB.
#pragma once

#include "workloads/operators/partition.hpp"

namespace kairos {

struct LivePeak {
  double elements = 0;
  Bytes bytes;
  OperatorId at{};  ///< The first operator at which the peak is reached.
};

/// The peak if the operators run in the order of the graph. `in_place` lets operators that can do
/// so write over their first input if nothing else needs it, and views share the memory of their
/// input.
LivePeak live_peak(const OperatorGraph& graph, bool in_place);

/// The peak of the results that stay within a group while one of its tiles is computed, for the
/// tile that needs most, as in inference by patches. What the group reads from others and what
/// others read of it does not count.
LivePeak live_peak(const OperatorGraph& graph, const Partition& partition, GroupId group,
                   bool in_place);

}  // namespace kairos
