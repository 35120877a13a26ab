// Reads and writes the files of HotSpot (uvahotspot/HotSpot 7): floorplans, configurations, power
// and temperature traces.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "platforms/thermal/floorplan.hpp"
#include "platforms/thermal/package.hpp"
#include "sim/base/temperature.hpp"

namespace kairos::hotspot {

/// A `.flp` file: a line `name width height x y` in metres per block. Skipped, as in HotSpot's
/// block model: further columns (the material) and lines `block block density` (wires).
Floorplan read_floorplan(const std::filesystem::path& file);

/// That of HotSpot where the configuration is silent (its examples have another silicon).
Package default_package();

/// What of a `.config` file concerns the block model.
struct Configuration {
  Package package = default_package();
  Temperature ambient = Temperature::kelvin(318.15);
  Temperature initial = Temperature::kelvin(333.15);
  Duration interval;  ///< Of the power trace.
};

/// A `.config` file: a line `-key value` per parameter, in any case; of equal keys the first
/// counts, keys of other models are skipped. Throws InputError for what would change the
/// temperatures: another model, stacked layers, a second path of heat, the detailed package,
/// leakage inside HotSpot, materials by name, a file of initial temperatures.
Configuration read_configuration(const std::filesystem::path& file);

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
