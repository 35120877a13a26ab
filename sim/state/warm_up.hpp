// The beginning of a run that metrics leave out, in which an empty system fills up.
//
// The warm-up ends at the first instant at which
//
//   `time` has passed since the start of the run,
//   `jobs` jobs have arrived and another one arrives or has arrived, and
//   the same holds for every stream that has a number of its own.
//
// Metrics begin at this instant: times and energies count from then on, and jobs count if they
// arrive from then on. A job that arrives at this instant counts, unless it arrives before the one
// that ends the warm-up. Decisions and times of a run do not depend on its warm-up, except that
// temperatures are also updated at its end: an event that follows from temperatures may move within
// their accuracy.
//
// Example: jobs arrive at 0, 2, 5 and 9 ms. With 2 jobs the warm-up ends at 5 ms, and two jobs
// count. With a time of 6 ms as well it ends at 6 ms, and one job counts.
#pragma once

#include <cstdint>

#include "sim/base/id.hpp"
#include "sim/base/time.hpp"

namespace kairos {

struct WarmUp {
  Duration time;
  std::uint64_t jobs = 0;
  IdVector<StreamId, std::uint64_t> of_streams;  ///< Numbers of jobs; empty if there are none.

  /// False if metrics count from the start of the run.
  [[nodiscard]] bool is_on() const { return time > Duration{} || jobs > 0 || !of_streams.empty(); }
};

}  // namespace kairos
