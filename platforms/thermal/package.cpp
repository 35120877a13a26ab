#include "platforms/thermal/package.hpp"

namespace kairos {

void Layer::describe(Fields& f) {
  f("thickness", thickness, "of the layer").positive();
  f("conductivity", conductivity, "how well it conducts heat").positive();
  f("heat", heat, "that a volume of it holds per kelvin").positive();
}

void Package::describe(Fields& f) {
  f("silicon", silicon, "the die");
  f("interface", interface, "thermal interface material between die and spreader");
  f("spreader", spreader, "heat spreader");
  f("sink", sink, "heat sink");
  f("spreader_side", spreader_side, "of the square spreader; the die lies in its middle")
      .positive();
  f("sink_side", sink_side, "of the square sink").positive();
  f("convection_resistance", convection_resistance, "from the whole sink to the air").positive();
  f("convection_heat", convection_heat, "heat capacity of the air at the sink").positive();
  f("capacity_factor", capacity_factor,
    "multiplies every heat capacity: 1 for physics, 0.333 to match HotSpot")
      .positive();
  f("lateral_silicon", lateral_silicon, "whether heat flows sideways in the die");
}

}  // namespace kairos
