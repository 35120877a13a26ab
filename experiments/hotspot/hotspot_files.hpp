// Reads the files of HotSpot (uvahotspot/HotSpot 7): floorplans, configurations, power traces and
// temperatures.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platforms/thermal/floorplan.hpp"
#include "platforms/thermal/package.hpp"
#include "sim/base/temperature.hpp"

namespace kairos::hotspot {

/// Reads a `.flp` file with a line `name width height x y` in metres for each block. As in
/// HotSpot's block model, further columns (the material) and lines `block block density` (wires)
/// are skipped.
Floorplan read_floorplan(const std::filesystem::path& file);

/// HotSpot's default values of settings that a configuration omits. HotSpot's examples use another
/// silicon.
Package default_package();

/// The settings of a `.config` file that concern the block model.
struct Configuration {
  Package package = default_package();
  Temperature ambient = Temperature::kelvin(318.15);
  Temperature initial = Temperature::kelvin(333.15);
  Duration interval;  ///< Interval between the rows of the power trace.
  /// True if steady states include HotSpot's own leakage. As in HotSpot, transients never do.
  bool leakage = false;
  std::optional<std::filesystem::path> initial_file;  ///< File of initial temperatures by node.
};

/// Reads a `.config` file with a line `-key value` for each parameter, in upper or lower case. Of
/// equal keys the first one counts; keys of other models are skipped. `materials` is a materials
/// file; if it is empty, the file named in the configuration is used. Throws InputError for
/// settings that would change the temperatures: another model, stacked layers, a second path of
/// heat, the detailed package, liquid cooling.
Configuration read_configuration(const std::filesystem::path& file,
                                 const std::filesystem::path& materials = {});

/// A `.ptrace` file: a line of block names, then one line of watts per interval.
struct PowerTrace {
  std::vector<std::size_t> blocks;  ///< The block of each column, as a position in the floorplan.
  std::vector<std::vector<double>> rows;

  /// The mean power of each block over the rows, in watts.
  [[nodiscard]] std::vector<double> mean() const;
};
PowerTrace read_power_trace(const std::filesystem::path& file, const Floorplan& floorplan);

/// Reads the temperatures of a block model's nodes, in kelvins, from a file of lines `name ...
/// kelvin`. Such files are written by `kairos thermal --steady`, and by HotSpot as `.init` and
/// `.steady` files, in which the last twelve nodes are called inode_0 to inode_11. Every name must
/// be in the file.
std::vector<double> read_temperatures(const std::filesystem::path& file,
                                      const std::vector<std::string>& names);

}  // namespace kairos::hotspot
