// Reads the tables of the documentation, so that tests can compare them with the program.
#pragma once

#include <fstream>
#include <string>
#include <utility>
#include <vector>

namespace kairos::testing {

/// Returns the rows of the tables below a heading of a page, up to the next heading: the first
/// cell, which is in backquotes there, and the second.
inline std::vector<std::pair<std::string, std::string>> table_below(const std::string& heading,
                                                                    const std::string& page) {
  std::ifstream lines(std::string(KAIROS_SOURCE_DIR) + "/docs/" + page);
  std::vector<std::pair<std::string, std::string>> rows;
  bool is_below = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) is_below = line == heading;
    if (!is_below || !line.starts_with("| `")) continue;
    const std::size_t end = line.find("` | ");
    const std::size_t second = end + 4;
    rows.emplace_back(line.substr(3, end - 3),
                      line.substr(second, line.find(" |", second) - second));
  }
  return rows;
}

}  // namespace kairos::testing
