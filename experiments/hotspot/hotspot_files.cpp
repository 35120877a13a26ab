#include "experiments/hotspot/hotspot_files.hpp"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>

#include "experiments/hotspot/words.hpp"

namespace kairos::hotspot {
namespace {

/// True for a line `block block density`, which describes wires for floorplanning programs.
bool is_wire_density(const std::vector<Word>& line) {
  return line.size() == 3 && !read_number(line[1].text) && read_number(line[2].text);
}

}  // namespace

Floorplan read_floorplan(const std::filesystem::path& file) {
  Floorplan floorplan;
  for (const auto& line : read_lines(file)) {
    if (is_wire_density(line)) continue;
    if (line.size() < 5) {
      throw InputError(line[0].place,
                       "the block has fewer than five columns; write name, width, height, left x "
                       "and bottom y, in metres");
    }
    floorplan.blocks.push_back({line[0].text, Metres(number(line[1], "width in metres")),
                                Metres(number(line[2], "height in metres")),
                                Metres(number(line[3], "left x in metres")),
                                Metres(number(line[4], "bottom y in metres")), line[0].place});
  }
  floorplan.settle();
  return floorplan;
}

std::vector<double> PowerTrace::mean() const {
  std::vector<double> sum(blocks.size());
  for (const auto& row : rows) {
    for (std::size_t column = 0; column < blocks.size(); ++column) {
      sum[blocks[column]] += row[column];
    }
  }
  for (double& s : sum) s /= static_cast<double>(rows.size());
  return sum;
}

PowerTrace read_power_trace(const std::filesystem::path& file, const Floorplan& floorplan) {
  const auto lines = read_lines(file);
  const std::vector<Word>& header = lines.front();
  std::vector<std::string> names;
  for (const Block& block : floorplan.blocks) names.push_back(block.name);
  PowerTrace trace;
  std::vector<bool> seen(names.size());
  for (const Word& word : header) {
    const auto found = std::find(names.begin(), names.end(), word.text);
    if (found == names.end()) throw InputError(word.place, unknown_name("block", word.text, names));
    const auto block = static_cast<std::size_t>(found - names.begin());
    if (seen[block]) {
      throw InputError(word.place, "block '" + word.text + "' has two columns; keep one of them");
    }
    seen[block] = true;
    trace.blocks.push_back(block);
  }
  const auto missing = std::find(seen.begin(), seen.end(), false);
  if (missing != seen.end()) {
    throw InputError(header.front().place,
                     "block '" + names[static_cast<std::size_t>(missing - seen.begin())] +
                         "' of the floorplan has no column; add a column for every block");
  }
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].size() != header.size()) {
      throw InputError(
          lines[i].front().place,
          fmt::format("the row has {} values for {} blocks; write one power for each block",
                      lines[i].size(), header.size()));
    }
    std::vector<double>& row = trace.rows.emplace_back();
    for (const Word& word : lines[i]) row.push_back(not_negative(word, "power in watts"));
  }
  if (trace.rows.empty()) {
    throw InputError(header.front().place,
                     "the trace has names but no powers; add rows of powers in watts");
  }
  return trace;
}

namespace {

/// HotSpot's own name of a node beside the die; empty for all other nodes.
std::string inner_name(const std::string& name) {
  constexpr std::array<std::string_view, 12> side_nodes{
      "SP_W",     "SP_E",     "SP_N",   "SP_S",   "SINK_C_W", "SINK_C_E",
      "SINK_C_N", "SINK_C_S", "SINK_W", "SINK_E", "SINK_N",   "SINK_S"};
  const auto found = std::ranges::find(side_nodes, name);
  if (found == side_nodes.end()) return {};
  return "inode_" + std::to_string(found - side_nodes.begin());
}

}  // namespace

std::vector<double> read_temperatures(const std::filesystem::path& file,
                                      const std::vector<std::string>& names) {
  std::map<std::string, double> read;
  for (const auto& line : read_lines(file)) {
    if (line.size() < 2) {
      throw InputError(line[0].place,
                       "the line is incomplete; write a name and a temperature in kelvin");
    }
    const double kelvin = number(line.back(), "temperature in kelvin");
    if (kelvin < 0) {
      throw InputError(line.back().place, "the temperature is negative; write it in kelvin");
    }
    if (!read.emplace(line[0].text, kelvin).second) {
      throw InputError(line[0].place,
                       "node '" + line[0].text + "' has two temperatures; keep one of them");
    }
  }
  std::vector<double> kelvins;
  for (const std::string& name : names) {
    auto found = read.find(name);
    if (found == read.end()) found = read.find(inner_name(name));
    if (found == read.end()) {
      throw InputError({std::make_shared<const std::string>(file.string())},
                       "the temperature of node '" + name +
                           "' is missing; write one for every node of the network");
    }
    kelvins.push_back(found->second);
  }
  return kelvins;
}

}  // namespace kairos::hotspot
