// The temperatures of a chip that somebody reads: those of its heat sources and of the sensors of
// its thermal zones.
//
// A sensor on a node that is a heat source by itself has the temperature of that source, so it is
// read once for both.
//
// Example: four cores on one block, watched by a zone on that block, are one output.
// How far to trust it: it is a table and calculates nothing.
#pragma once

#include "sim/thermal/leakage_integrator.hpp"

namespace kairos {

struct TemperatureOutputs {
  /// The rows point into the model of `state` and are valid as long as a copy of it exists.
  TemperatureOutputs(const Thermal& thermal, const LeakageIntegrator& state);

  std::size_t sources = 0;     ///< The first rows are those of the heat sources.
  std::vector<ModalRow> rows;  ///< The others belong to sensors that are not sources.
  std::vector<double> reach;   ///< The Euclidean norm of every row.
  std::vector<std::vector<std::size_t>> zones;  ///< The outputs of every zone.
};

}  // namespace kairos
