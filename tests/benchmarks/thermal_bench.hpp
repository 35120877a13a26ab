// Measures the thermal model.
#pragma once

namespace kairos {

/// The mean time of an event on a chip of 8 blocks and 44 nodes: one block changes its power, and
/// time passes. No interval equals the one before, so no exponentials can be reused. With
/// `reads_all`, the temperatures of all blocks are computed after every event.
double thermal_event_seconds(bool reads_all);

}  // namespace kairos
