// Draws a run as a Gantt chart: who ran what when. A standalone SVG picture.
#pragma once

#include <span>
#include <string>

#include "sim/events/event.hpp"
#include "sim/metrics/chip_log.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

/// One bar per task, coloured by application. Beyond 20000 bars, those too narrow to be seen join
/// their neighbours. Equal tasks give equal bytes. With a log, its temperatures, powers and clocks
/// stand below, over the same time.
std::string gantt_svg(std::span<const TaskFinished> tasks, const Scenario& scenario,
                      const std::string& title, const ChipLog* log = nullptr);

}  // namespace kairos
