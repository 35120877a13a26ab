// Cuts an operator into tiles, with the operators that run together with it.
#pragma once

#include <vector>

#include "workloads/transforms/shares.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

/// Cuts an operator along an axis. If it runs together with others, and the tiles of all of them
/// divide their work, they stay together; otherwise the operator leaves its group. Returns the
/// operators that were cut. Throws InputError if the operator is cut already; `transform` is the
/// name of the transform that cuts it.
std::vector<OperatorId> cut_operators(Program& program, OperatorId op, std::size_t axis,
                                      const std::vector<Shares::Part>& parts,
                                      std::string_view transform);

}  // namespace kairos
