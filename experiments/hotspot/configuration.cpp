#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "experiments/hotspot/hotspot_files.hpp"
#include "experiments/hotspot/materials.hpp"
#include "experiments/hotspot/words.hpp"

namespace kairos::hotspot {
namespace {

constexpr const char* none = "(null)";

std::string lower(std::string text) {
  std::ranges::transform(text, text.begin(),
                         [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// The parameters of a file, by their keys in lower case. Of equal keys the first one counts.
std::map<std::string, Word> read_parameters(const std::filesystem::path& file) {
  std::map<std::string, Word> parameters;
  for (const auto& line : read_lines(file)) {
    const std::string key = lower(line[0].text);
    if (key.front() != '-') {
      throw InputError(
          line[0].place,
          "'" + key + "' does not begin with a dash; write a parameter as '-key value'");
    }
    if (line.size() < 2) {
      throw InputError(line[0].place,
                       "parameter '" + key + "' has no value; write a value after it");
    }
    parameters.emplace(key, line[1]);
  }
  return parameters;
}

bool is_on(const Word& word) {
  return number(word, "value 0 or 1") != 0;
}

void refuse(const Word& word, const std::string& what) {
  throw InputError(word.place, what);
}

/// Refuses settings that change HotSpot's temperatures and are not part of the block model.
void refuse_other_models(const std::string& key, const Word& word) {
  if (key == "-model_type" && lower(word.text) != "block") {
    refuse(word, "model '" + word.text + "' is not supported; set -model_type to block");
  } else if (key == "-package_model_used" && is_on(word)) {
    refuse(word,
           "the detailed package model is not supported; set -package_model_used to 0 and give "
           "-r_convec");
  } else if (key == "-grid_layer_file" && word.text != none) {
    refuse(word, "stacked layers are not supported; set -grid_layer_file to (null)");
  } else if (key == "-model_secondary" && is_on(word)) {
    refuse(word, "the secondary heat path is not supported; set -model_secondary to 0");
  } else if (key == "-use_microfluidic_cooling" && is_on(word)) {
    refuse(word, "microfluidic cooling is not supported; set -use_microfluidic_cooling to 0");
  } else if (key == "-leakage_mode" && number(word, "leakage mode") != 0) {
    refuse(word, "HotSpot only has leakage mode 0; set -leakage_mode to 0");
  }
}

/// Replaces the properties of layers for which a material is named.
void use_materials(const std::map<std::string, Word>& parameters, const Materials& materials,
                   Package& package) {
  const std::map<std::string, Layer*> layers{{"-material_chip", &package.silicon},
                                             {"-material_interface", &package.interface},
                                             {"-material_spreader", &package.spreader},
                                             {"-material_sink", &package.sink}};
  std::vector<std::string> known;
  for (const auto& entry : materials) known.push_back(entry.first);
  for (const auto& [key, layer] : layers) {
    const auto named = parameters.find(key);
    if (named == parameters.end()) continue;
    const Word& word = named->second;
    const auto found = materials.find(word.text);
    if (found == materials.end() && known.empty()) {
      refuse(word, "material '" + word.text +
                       "' is used without a materials file; name a file with --materials or "
                       "-materials_file");
    }
    if (found == materials.end())
      throw InputError(word.place, unknown_name("material", word.text, known));
    if (!(found->second.conductivity > Conductivity{}) ||
        !(found->second.heat > VolumetricHeat{})) {
      refuse(word,
             "material '" + word.text +
                 "' has no conductivity or no heat capacity; write two values greater than zero");
    }
    layer->conductivity = found->second.conductivity;
    layer->heat = found->second.heat;
  }
}

using Setters = std::map<std::string, std::function<void(double)>>;

Setters setters_of(Configuration& c) {
  Package& p = c.package;
  return {
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
}

void set_number(const std::string& key, const Word& word, const std::function<void(double)>& set) {
  const bool may_be_zero = key == "-r_convec" || key == "-c_convec";
  const double value = number(word, "value of " + key);
  if (value < 0 || (value == 0 && !may_be_zero)) {
    refuse(word, fmt::format("'{}' is {}; it must {}", key, word.text,
                             may_be_zero ? "not be negative" : "be greater than zero"));
  }
  try {
    set(value);
  } catch (const InputError& error) {
    throw InputError(word.place, error.what());
  }
}

/// The file that a parameter names. Relative names are relative to the configuration.
std::optional<std::filesystem::path> file_named(const std::map<std::string, Word>& parameters,
                                                const char* key,
                                                const std::filesystem::path& configuration) {
  const auto found = parameters.find(key);
  if (found == parameters.end() || found->second.text == none) return std::nullopt;
  const std::filesystem::path file = configuration.parent_path() / found->second.text;
  if (!std::filesystem::is_regular_file(file)) {
    refuse(found->second, "the file '" + file.string() +
                              "' does not exist; correct the name, or set " + key + " to (null)");
  }
  return file;
}

}  // namespace

Package default_package() {
  Package package;
  package.silicon = {Metres(0.15e-3), Conductivity(100), VolumetricHeat(1.75e6)};
  package.capacity_factor = 0.333;
  return package;
}

Configuration read_configuration(const std::filesystem::path& file,
                                 const std::filesystem::path& materials) {
  Configuration c;
  c.package.place.file = std::make_shared<const std::string>(file.string());
  const std::map<std::string, Word> parameters = read_parameters(file);
  const Setters setters = setters_of(c);
  for (const auto& [key, word] : parameters) {
    refuse_other_models(key, word);
    if (const auto found = setters.find(key); found != setters.end()) {
      set_number(key, word, found->second);
    }
    if (key == "-block_omit_lateral") c.package.lateral_silicon = !is_on(word);
    if (key == "-leakage_used") c.leakage = is_on(word);
    if (key == "-s_spreader") c.package.place = word.place;
  }
  c.initial_file = file_named(parameters, "-init_file", file);
  const auto named = file_named(parameters, "-materials_file", file);
  const std::filesystem::path& used = materials.empty() && named ? *named : materials;
  use_materials(parameters, used.empty() ? Materials{} : read_materials(used), c.package);
  return c;
}

}  // namespace kairos::hotspot
