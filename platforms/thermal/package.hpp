// The package, which carries heat from the die to the air: interface material, heat spreader, heat
// sink.
//
// The defaults are those of HotSpot's example chip (a desktop package).
//
// How far to trust it: the spreader and the sink are squares with the die in the middle; there is
// no heat path through a board.
#pragma once

#include "sim/base/fields.hpp"

namespace kairos {

struct Layer {
  Metres thickness;
  Conductivity conductivity;
  VolumetricHeat heat;

  void describe(Fields& f);
};

struct Package {
  Layer silicon{Metres(0.15e-3), Conductivity(130), VolumetricHeat(1.6303e6)};
  Layer interface { Metres(20e-6), Conductivity(4), VolumetricHeat(4e6) };
  Layer spreader{Metres(1e-3), Conductivity(400), VolumetricHeat(3.55e6)};
  Layer sink{Metres(6.9e-3), Conductivity(400), VolumetricHeat(3.55e6)};
  Metres spreader_side{30e-3}, sink_side{60e-3};
  KelvinsPerWatt convection_resistance{0.1};
  JoulesPerKelvin convection_heat{140.4};
  /// A factor on every heat capacity: 1 is the physical value, 0.333 matches HotSpot's fitted
  /// value.
  double capacity_factor = 1;
  bool lateral_silicon = true;  ///< True if heat flows sideways in silicon.
  SourceLocation place;

  void describe(Fields& f);
};

}  // namespace kairos
