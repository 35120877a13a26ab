#include "experiments/hotspot/hotspot_files.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <fstream>
#include <functional>
#include <map>
#include <optional>
#include <set>

#include <fmt/format.h>

namespace kairos::hotspot {
namespace {

/// A word of a file, with its place.
struct Word {
  std::string text;
  Place place;
};

/// The words of each line that is neither empty nor a comment.
std::vector<std::vector<Word>> read_lines(const std::filesystem::path& path) {
  std::ifstream stream(path);
  if (!stream || std::filesystem::is_directory(path)) {
    throw InputError("cannot read '" + path.string() + "'; check that the file exists");
  }
  const auto name = std::make_shared<const std::string>(path.string());
  std::vector<std::vector<Word>> lines;
  std::string text;
  for (int number = 1; std::getline(stream, text); ++number) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = text.find_first_not_of(" \t\r", at);
      if (begin == std::string::npos || text[begin] == '#') break;
      const std::size_t end = std::min(text.find_first_of(" \t\r", begin), text.size());
      words.push_back(
          {text.substr(begin, end - begin), {name, number, static_cast<int>(begin) + 1}});
      at = end;
    }
    if (!words.empty()) lines.push_back(std::move(words));
  }
  if (lines.empty()) throw InputError("'" + path.string() + "' is empty; nothing can be read");
  return lines;
}

std::optional<double> read_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

double number(const Word& word, std::string_view what) {
  const std::optional<double> value = read_number(word.text);
  if (value) return *value;
  throw InputError(word.place, fmt::format("'{}' is no number; write the {}", word.text, what));
}

double not_negative(const Word& word, std::string_view what) {
  const double value = number(word, what);
  if (value >= 0) return value;
  throw InputError(word.place,
                   fmt::format("the {} is {}; it must not be negative", what, word.text));
}

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// A line `block block density` is for those who draw floorplans.
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
                       "a block needs five columns: name, width, height, left x and bottom y, in "
                       "metres");
    }
    floorplan.blocks.push_back({line[0].text, Metres(number(line[1], "width in metres")),
                                Metres(number(line[2], "height in metres")),
                                Metres(number(line[3], "left x in metres")),
                                Metres(number(line[4], "bottom y in metres")), line[0].place});
  }
  floorplan.settle();
  return floorplan;
}

namespace {

void refuse(const Word& word, const std::string& what) {
  throw InputError(word.place, what);
}

/// What would change the temperatures and is not in this model must not go unheard.
void refuse_other_models(const std::string& key, const Word& word) {
  const auto is_on = [&] { return number(word, "value 0 or 1") != 0; };
  if (key == "-model_type" && lower(word.text) != "block") {
    refuse(word, "model '" + word.text + "' is not supported; set -model_type to block");
  } else if (key.starts_with("-material_")) {
    refuse(word, "materials by name are not supported; give the -k_ and -p_ values of '" +
                     word.text + "' instead");
  } else if (key == "-init_file" && word.text != "(null)") {
    refuse(word, "give initial temperatures as --initial FILE and set -init_file to (null)");
  } else if (key == "-package_model_used" && is_on()) {
    refuse(word,
           "the detailed package model is not supported; set -package_model_used to 0 and give "
           "-r_convec");
  } else if (key == "-grid_layer_file" && word.text != "(null)") {
    refuse(word, "stacked layers are not supported; set -grid_layer_file to (null)");
  } else if (key == "-model_secondary" && is_on()) {
    refuse(word, "the second path of heat is not supported; set -model_secondary to 0");
  } else if (key == "-leakage_used" && is_on()) {
    refuse(word, "leakage inside the thermal model is not supported; set -leakage_used to 0");
  }
}

}  // namespace

Package default_package() {
  Package package;
  package.silicon = {Metres(0.15e-3), Conductivity(100), VolumetricHeat(1.75e6)};
  package.capacity_factor = 0.333;
  return package;
}

Configuration read_configuration(const std::filesystem::path& file) {
  Configuration c;
  Package& p = c.package;
  p.place.file = std::make_shared<const std::string>(file.string());
  using Set = std::function<void(double)>;
  const std::map<std::string, Set> known{
      {"-t_chip", [&](double v) { p.silicon.thickness = Metres(v); }},
      {"-k_chip", [&](double v) { p.silicon.conductivity = Conductivity(v); }},
      {"-p_chip", [&](double v) { p.silicon.heat = VolumetricHeat(v); }},
      {"-t_interface", [&](double v) { p.interface.thickness = Metres(v); }},
      {"-k_interface", [&](double v) { p.interface.conductivity = Conductivity(v); }},
      {"-p_interface", [&](double v) { p.interface.heat = VolumetricHeat(v); }},
      {"-t_spreader", [&](double v) { p.spreader.thickness = Metres(v); }},
      {"-k_spreader", [&](double v) { p.spreader.conductivity = Conductivity(v); }},
      {"-p_spreader", [&](double v) { p.spreader.heat = VolumetricHeat(v); }},
      {"-t_sink", [&](double v) { p.sink.thickness = Metres(v); }},
      {"-k_sink", [&](double v) { p.sink.conductivity = Conductivity(v); }},
      {"-p_sink", [&](double v) { p.sink.heat = VolumetricHeat(v); }},
      {"-s_spreader", [&](double v) { p.spreader_side = Metres(v); }},
      {"-s_sink", [&](double v) { p.sink_side = Metres(v); }},
      {"-r_convec", [&](double v) { p.convection_resistance = KelvinsPerWatt(v); }},
      {"-c_convec", [&](double v) { p.convection_heat = JoulesPerKelvin(v); }},
      {"-ambient", [&](double v) { c.ambient = Temperature::kelvin(v); }},
      {"-init_temp", [&](double v) { c.initial = Temperature::kelvin(v); }},
      {"-sampling_intvl", [&](double v) { c.interval = to_duration(Seconds(v)); }},
  };
  const std::set<std::string> may_be_zero{"-r_convec", "-c_convec"};
  std::set<std::string> seen;
  for (const auto& line : read_lines(file)) {
    const std::string key = lower(line[0].text);
    if (key.front() != '-') {
      throw InputError(line[0].place,
                       "a parameter is written '-key value'; '" + key + "' has no dash");
    }
    if (line.size() < 2) {
      throw InputError(line[0].place, "parameter '" + key + "' has no value; write one behind it");
    }
    if (!seen.insert(key).second) continue;
    refuse_other_models(key, line[1]);
    if (key == "-block_omit_lateral") p.lateral_silicon = number(line[1], "value 0 or 1") == 0;
    const auto found = known.find(key);
    if (found == known.end()) continue;
    const double value = number(line[1], "value of " + key);
    if (value < 0 || (value == 0 && !may_be_zero.contains(key))) {
      throw InputError(
          line[1].place,
          fmt::format("'{}' is {}; it must {}", key, line[1].text,
                      may_be_zero.contains(key) ? "not be negative" : "be greater than zero"));
    }
    try {
      found->second(value);
    } catch (const InputError& error) {
      throw InputError(line[1].place, error.what());
    }
    if (key == "-s_spreader") p.place = line[1].place;
  }
  return c;
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
      throw InputError(word.place, "block '" + word.text + "' has two columns; keep one");
    }
    seen[block] = true;
    trace.blocks.push_back(block);
  }
  const auto missing = std::find(seen.begin(), seen.end(), false);
  if (missing != seen.end()) {
    throw InputError(header.front().place,
                     "block '" + names[static_cast<std::size_t>(missing - seen.begin())] +
                         "' of the floorplan has no column; give every block one");
  }
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].size() != header.size()) {
      throw InputError(lines[i].front().place,
                       fmt::format("{} values for {} blocks; a row needs one power for each",
                                   lines[i].size(), header.size()));
    }
    std::vector<double>& row = trace.rows.emplace_back();
    for (const Word& word : lines[i]) row.push_back(not_negative(word, "power in watts"));
  }
  if (trace.rows.empty()) {
    throw InputError(header.front().place, "the trace has names but no powers; add rows of watts");
  }
  return trace;
}

std::vector<double> read_temperatures(const std::filesystem::path& file,
                                      const std::vector<std::string>& names) {
  constexpr std::size_t side_nodes = 12;
  std::map<std::string, double> read;
  for (const auto& line : read_lines(file)) {
    if (line.size() < 2) {
      throw InputError(line[0].place, "a line needs a name and a temperature in kelvin");
    }
    const double kelvin = number(line.back(), "temperature in kelvin");
    if (kelvin < 0) {
      throw InputError(line.back().place,
                       "the temperature is below absolute zero; write it in kelvin");
    }
    if (!read.emplace(line[0].text, kelvin).second) {
      throw InputError(line[0].place, "node '" + line[0].text + "' has two temperatures; keep one");
    }
  }
  const std::size_t on_blocks = names.size() - side_nodes;
  std::vector<double> kelvins;
  for (std::size_t i = 0; i < names.size(); ++i) {
    auto found = read.find(names[i]);
    if (found == read.end() && i >= on_blocks) {
      found = read.find("inode_" + std::to_string(i - on_blocks));
    }
    if (found == read.end()) {
      throw InputError("'" + file.string() + "' has no temperature for node '" + names[i] +
                       "'; give every node of the network one");
    }
    kelvins.push_back(found->second);
  }
  return kelvins;
}

}  // namespace kairos::hotspot
