// Temperature, power and frequency over time as panels of a picture.
#pragma once

#include <string>

#include "platforms/platform.hpp"
#include "sim/metrics/chip_log.hpp"

namespace kairos {

/// Where panels go: pixels, and the time that they span.
struct PanelFrame {
  double left = 0, right = 0, top = 0;
  Time begin, end;
};

/// Adds the panels to the body of a picture and returns where they end. One line per element for
/// temperatures and powers, per zone of no element for temperatures, per cluster for frequencies; a
/// cluster or zone has a colour. Trips of thermal zones are dashed. Lines of what never changes are
/// drawn, too, but no panel of powers where the platform gives none, nor of clocks that all stand.
double add_chip_panels(std::string& body, const PanelFrame& frame, const ChipLog& log,
                       const Platform& platform);

/// A picture of its own, over the whole run until `end`.
std::string chip_svg(const ChipLog& log, const Platform& platform, Time end,
                     const std::string& title);

}  // namespace kairos
