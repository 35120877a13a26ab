#include "platforms/thermal/package.hpp"

namespace kairos {

void Layer::describe(Fields& f) {
  f("thickness", thickness, "thickness of the layer").positive();
  f("conductivity", conductivity, "thermal conductivity of the layer").positive();
  f("heat", heat, "volumetric heat capacity of the layer").positive();
}

void Package::describe(Fields& f) {
  f("silicon", silicon, "material layer of the die");
  f("interface", interface, "thermal interface material between die and spreader");
  f("spreader", spreader, "layer of the heat spreader");
  f("sink", sink, "layer of the heat sink");
  f("spreader_side", spreader_side,
    "side length of the square heat spreader; the die lies at its centre")
      .positive();
  f("sink_side", sink_side, "side length of the square heat sink").positive();
  f("convection_resistance", convection_resistance,
    "thermal resistance from the whole heat sink to the air")
      .positive();
  f("convection_heat", convection_heat, "heat capacity of the air at the heat sink").positive();
  f("capacity_factor", capacity_factor,
    "factor on all heat capacities: 1 is physical, 0.333 matches HotSpot")
      .positive();
  f("lateral_silicon", lateral_silicon, "whether heat flows laterally in the die");
}

}  // namespace kairos
