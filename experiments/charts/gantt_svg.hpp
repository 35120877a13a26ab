// Draws the first tasks of a run as a Gantt chart, in a separate SVG file.
#pragma once

#include <string>

#include "experiments/recordings/gantt_record.hpp"

namespace kairos {

/// Draws one bar per task, coloured by application. Below, over the same time, it draws the
/// temperatures, powers and clocks of the chip. Equal records give equal bytes.
std::string gantt_svg(const GanttRecord& record, const std::string& title);

}  // namespace kairos
