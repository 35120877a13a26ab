// A comparison as a table to read and as files to go on with.
#pragma once

#include <string>

#include "experiments/report/comparison.hpp"

namespace kairos {

/// For a terminal: one block per sweep point, one row per policy, the best of a column marked '*'.
std::string table_text(const Comparison& comparison);

/// One row per sweep point, policy and metric, in coherent SI units with all digits.
std::string table_csv(const Comparison& comparison);
/// The same rows, as {"baseline": ..., "rows": [...]}; null where there is no number.
std::string table_json(const Comparison& comparison);

/// How a sweep point is called in a heading: "rate = 3 /ms", from the last component of each key,
/// and from one more where that would be ambiguous. Empty without a sweep.
std::string point_title(const Comparison::Point& point);

}  // namespace kairos
