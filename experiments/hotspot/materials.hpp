// HotSpot's materials file: thermal properties by the name of a material.
//
// An entry is the name, `solid` or `fluid`, the thermal conductivity in W/(m K), the volumetric
// heat capacity in J/(m^3 K) and, of a fluid, the dynamic viscosity in Pa s, each on a line of its
// own.
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

/// If a name appears twice, the first entry counts, as in HotSpot. Throws InputError: an incomplete
/// entry, an unknown type, a value that is not a number or is negative.
Materials read_materials(const std::filesystem::path& file);

}  // namespace kairos::hotspot
