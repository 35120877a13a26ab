// Nodes of small thermal networks, for tests.
#pragma once

#include <string>

#include "platforms/thermal/thermal_spec.hpp"

namespace kairos::testing {

/// Joules per kelvin, and watts per kelvin to the air.
inline RcNode node(const std::string& name, double capacity, double to_ambient = 0) {
  RcNode made;
  made.name = name;
  made.capacity = JoulesPerKelvin(capacity);
  made.to_ambient = WattsPerKelvin(to_ambient);
  return made;
}

}  // namespace kairos::testing
