// Reads HotSpot's materials file: thermal properties of materials by name.
//
// An entry has one value per line: the name, `solid` or `fluid`, the thermal conductivity in W/(m
// K), the volumetric heat capacity in J/(m^3 K) and, for a fluid, the dynamic viscosity in Pa s.
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "platforms/thermal/package.hpp"

namespace kairos::hotspot {

struct Material {
  Conductivity conductivity;
  VolumetricHeat heat;
};

using Materials = std::map<std::string, Material>;

/// Reads a materials file. If a name appears twice, the first entry counts, as in HotSpot. Throws
/// InputError if an entry is incomplete, has an unknown type, or has a value that is negative or
/// not a number.
Materials read_materials(const std::filesystem::path& file);

}  // namespace kairos::hotspot
