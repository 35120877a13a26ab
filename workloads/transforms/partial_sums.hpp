// Operators that compute a part of a sum each, and the addition of their results.
#pragma once

#include <string_view>
#include <vector>

#include "workloads/transforms/shares.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {

/// Cuts operators along an axis over which they sum. The part i of "x" is called "x.i", and the
/// addition of all parts "x".
void add_partial_sums(Program& program, const std::vector<OperatorId>& operators,
                      std::string_view axis, const Shares& shares);

}  // namespace kairos
