// Reads the tables of the documentation, so that tests can compare them with the program.
#pragma once

#include <algorithm>
#include <fstream>
#include <string>
#include <vector>

namespace kairos::testing {

/// Returns the rows of the tables below a heading of a page, up to the next heading. Only rows are
/// returned whose first cell is in backquotes; it is returned without them.
inline std::vector<std::vector<std::string>> table_below(const std::string& heading,
                                                         const std::string& page) {
  std::ifstream lines(std::string(KAIROS_SOURCE_DIR) + "/docs/" + page);
  std::vector<std::vector<std::string>> rows;
  bool is_below = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("#")) is_below = line == heading;
    if (!is_below || !line.starts_with("| `")) continue;
    std::vector<std::string> cells;
    for (std::size_t begin = 2; begin < line.size();) {
      const std::size_t end = std::min(line.find(" |", begin), line.size());
      cells.push_back(line.substr(begin, end - begin));
      begin = end + 3;
    }
    cells.front() = cells.front().substr(1, cells.front().size() - 2);
    rows.push_back(std::move(cells));
  }
  return rows;
}

}  // namespace kairos::testing
