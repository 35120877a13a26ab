// The temperatures that are output: those of a chip's heat sources and of the sensors of its
// thermal zones.
//
// A sensor on a node that is a heat source by itself has the temperature of that source, so it is
// read once for both.
//
// Example: four cores on one block and a zone with a sensor on that block need a single output.
#pragma once

#include "sim/thermal/leakage_integrator.hpp"

namespace kairos {

struct TemperatureOutputs {
  /// The rows refer to the model of `state` and are valid as long as a copy of it exists.
  TemperatureOutputs(const Thermal& thermal, const LeakageIntegrator& state);

  std::size_t sources = 0;     ///< Number of heat sources; the first rows belong to them.
  std::vector<ModalRow> rows;  ///< One row per output; the last rows belong to sensors that are not
                               ///< sources.
  std::vector<double> reach;   ///< Euclidean norm of every row.
  std::vector<std::vector<std::size_t>> zones;  ///< Outputs of every zone.
};

}  // namespace kairos
