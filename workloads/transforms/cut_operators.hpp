// Cuts an operator into tiles, with the operators that run together with it.
#pragma once

#include <vector>

#include "workloads/transforms/shares.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

/// Cuts an operator along an axis. If it runs together with others, and all of them can be cut
/// where the result is cut, they stay together; otherwise the operator leaves its group. Returns
/// the operators that were cut.
std::vector<OperatorId> cut_operators(Program& program, OperatorId op, std::size_t axis,
                                      const std::vector<Shares::Part>& parts);

}  // namespace kairos
