// Nodes of small thermal networks, for tests.
#pragma once

#include <string>

#include "platforms/thermal/thermal_config.hpp"

namespace kairos::testing {

/// A node with a capacity in joules per kelvin and a conductance to the air in watts per kelvin.
inline RcNode node(const std::string& name, double capacity, double to_ambient = 0) {
  RcNode made;
  made.name = name;
  made.capacity = JoulesPerKelvin(capacity);
  made.to_ambient = WattsPerKelvin(to_ambient);
  return made;
}

}  // namespace kairos::testing
