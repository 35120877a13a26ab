// Draws temperature, power and frequency over time as panels of a picture.
#pragma once

#include <string>

#include "experiments/charts/panel_lines.hpp"
#include "experiments/recordings/chip_history.hpp"

namespace kairos {

/// Adds the panels to the body of a picture and returns their lower end. There is one line per
/// element for temperatures and powers, one per zone without elements for temperatures, and one per
/// cluster for frequencies. Each cluster or zone has a colour, and trips of thermal zones are
/// dashed. On a large chip there is one line per cluster: its power, or its mean temperature over a
/// band from its coolest to its warmest element.
double add_chip_panels(std::string& body, const PanelFrame& frame, const ChipHistory& history);

/// Draws a separate picture of the whole run.
std::string chip_svg(const ChipHistory& history, const std::string& title);

}  // namespace kairos
