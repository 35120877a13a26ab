// When the first of some temperatures will be passed, if the powers stay as they are.
//
// Without leakage from the sums of exponentials that temperatures are (crossing.hpp). With leakage
// by going ahead in the steps of LeakingState: each is cut until bounds of the same kind show for
// every level that the step does not reach it, or that the node rises (falls) all the time; then
// the end of the step tells, and Newton's method finds the length at whose end the node is there.
//
// Example: one node of 2 J/K with 0.5 W/K to air of 25 C and 10 W passes 35 C after 2.7726 s.
// How far to trust it: none is missed. The instant is off by what temperatures are, over the slope
// there: with leakage 2e-9 K or less in the tests, so below 1e-6 s where the node moves by 2 mK/s
// or more; without, 1e-9 s. Doubles end at about 1e-12 K, which at 1e-6 K/s is 1e-6 s.
#pragma once

#include "sim/thermal/leaking_state.hpp"

namespace kairos {

struct Level {
  std::size_t node = 0;  ///< Of the network.
  Temperature temperature;
  bool upwards = true;
};

/// What is as close to a level counts as there.
inline constexpr Kelvins close_to_level(1e-11);

/// At constant powers within `horizon`. Levels that have been passed do not count.
std::optional<Seconds> next_passage(const LeakingState& state, std::span<const Level> levels,
                                    Seconds horizon);

/// With leakage: goes ahead to the next passage and no further than `horizon`, nor than makes sense
/// in one go. Returns how far; nothing is passed before.
Seconds walk_to_passage(LeakingState& ahead, std::span<const Level> levels, Seconds horizon);

}  // namespace kairos
