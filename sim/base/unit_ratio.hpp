// Converts numbers between units that are given as text, such as those of metrics.
#pragma once

#include <optional>
#include <string_view>

namespace kairos {

/// The number by which a value in `from` is multiplied to get the value in `to`: 1e3 from "s" to
/// "ms", 1e-9 from "B/s" to "GB/s", 100 from "1" to "%". Both parts of "J/job" and "mJ/job" are
/// converted. A plain number may count things: "1/s" is 1 "images/s". Empty if the units measure
/// different quantities, or if one of them is a temperature, whose scale has an offset.
std::optional<double> unit_ratio(std::string_view from, std::string_view to);

}  // namespace kairos
