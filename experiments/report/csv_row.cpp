#include "experiments/report/csv_row.hpp"

#include <cmath>

#include "sim/base/units.hpp"

namespace kairos {
namespace {

void append(std::string& line, const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) {
    line += field;
    return;
  }
  line += '"';
  for (const char c : field) {
    if (c == '"') line += '"';
    line += c;
  }
  line += '"';
}

}  // namespace

std::string csv_row(std::span<const std::string> fields) {
  std::string line;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (i > 0) line += ',';
    append(line, fields[i]);
  }
  return line + '\n';
}

std::string csv_number(double value) {
  return std::isnan(value) ? "" : shortest(value);
}

}  // namespace kairos
