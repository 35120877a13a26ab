// Reads and writes the files of HotSpot (uvahotspot/HotSpot 7): floorplans, configurations, power
// and temperature traces.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "platforms/thermal/floorplan.hpp"
#include "platforms/thermal/package.hpp"
#include "sim/base/temperature.hpp"

namespace kairos::hotspot {

/// A `.flp` file: a line `name width height x y` in metres per block. Skipped, as in HotSpot's
/// block model: further columns (the material) and lines `block block density` (wires).
Floorplan read_floorplan(const std::filesystem::path& file);

/// HotSpot's defaults, for what a configuration does not set (its examples have another silicon).
Package default_package();

/// The settings of a `.config` file that concern the block model.
struct Configuration {
  Package package = default_package();
  Temperature ambient = Temperature::kelvin(318.15);
  Temperature initial = Temperature::kelvin(333.15);
  Duration interval;  ///< Of the power trace.
  /// True if steady states include HotSpot's own leakage. As in HotSpot, transients never do.
  bool leakage = false;
  std::optional<std::filesystem::path> initial_file;  ///< Temperatures by node.
};

/// Reads a `.config` file: a line `-key value` per parameter, in any case; of equal keys the first
/// counts, and keys of other models are skipped. `materials` is a materials file; if it is empty,
/// the one that the configuration names is used. Throws InputError for settings that would change
/// the temperatures: another model, stacked layers, a second path of heat, the detailed package,
/// cooling by a liquid.
Configuration read_configuration(const std::filesystem::path& file,
                                 const std::filesystem::path& materials = {});

/// A `.ptrace` file: a line of block names, then a line of watts per interval.
struct PowerTrace {
  std::vector<std::size_t> blocks;  ///< By column: its place in the floorplan.
  std::vector<std::vector<double>> rows;

  /// Watts by block, the mean over the rows.
  [[nodiscard]] std::vector<double> mean() const;
};
PowerTrace read_power_trace(const std::filesystem::path& file, const Floorplan& floorplan);

/// Kelvin by node of a block model, from a file of lines `name ... kelvin` (what `kairos thermal
/// --steady` wrote, or HotSpot's `.init` and `.steady` files, which call the last twelve nodes
/// inode_0 to inode_11); every name must be there.
std::vector<double> read_temperatures(const std::filesystem::path& file,
                                      const std::vector<std::string>& names);

}  // namespace kairos::hotspot
