// Draws the first tasks of a run as a Gantt chart: which element ran which task when. The picture
// is an SVG file of its own.
#pragma once

#include <string>

#include "experiments/recordings/gantt_record.hpp"

namespace kairos {

/// One bar per task, coloured by application, and below, over the same time, the temperatures,
/// powers and clocks of the chip. Equal records give equal bytes.
std::string gantt_svg(const GanttRecord& record, const std::string& title);

}  // namespace kairos
