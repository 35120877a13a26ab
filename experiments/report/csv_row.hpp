// Formats lines of CSV files (RFC 4180): fields with commas, quotes or line ends are quoted.
#pragma once

#include <span>
#include <string>

namespace kairos {

/// A line with these fields, ending in a line feed.
std::string csv_row(std::span<const std::string> fields);

/// The shortest text that reads back as the same double; empty if the value is not a number.
std::string csv_number(double value);

}  // namespace kairos
