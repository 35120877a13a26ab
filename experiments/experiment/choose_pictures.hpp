// Chooses the runs of a sweep whose pictures are recorded.
#pragma once

#include "experiments/experiment/sweep.hpp"

namespace kairos {

/// Chooses the first run of every policy for a Gantt chart, unless the report omits them. The first
/// run of every policy at every sweep point gets a chart of the chip if it has temperatures, rails,
/// periodic governors or incidents, up to 32 runs in total.
void choose_pictures(Sweep& sweep);

}  // namespace kairos
