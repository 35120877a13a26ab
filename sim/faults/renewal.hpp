// Alternating renewal processes: independent up times and repair times in turn.
//
//   availability in the long run = mtbf / (mtbf + mttr)
//
// MTBF is the mean operating time between failures, which excludes repairs (IEC 60050-192:2015,
// 192-05-13). MTTR is the mean time to restoration (192-07-23).
//
// Example: with an mtbf of 90 ms and an mttr of 10 ms, an element is up for 90 % of a long run.
// How far to trust it: a returned element is as good as new, and repair times are exponential.
#pragma once

#include <algorithm>
#include <limits>
#include <optional>

#include "sim/faults/fault_model.hpp"

namespace kairos {

/// The instant `picoseconds` after `from`, but at least one picosecond later; Time::never() if that
/// exceeds the range of time.
inline Time drawn_end(Time from, double picoseconds) {
  const double room = 0.99 * static_cast<double>((Time::never() - from).picoseconds());
  if (!(picoseconds < room)) return Time::never();
  return from + std::max(Duration::picoseconds(1), whole_picoseconds(picoseconds));
}

/// An outage after an up time, with an exponential repair time. Without `mttr` the outage does not
/// end.
inline std::optional<Outage> renew(Time now, double up_picoseconds, std::optional<Duration> mttr,
                                   Random& random) {
  const Time begins = drawn_end(now, up_picoseconds);
  if (begins == Time::never()) return std::nullopt;
  if (!mttr) return Outage{begins};
  return Outage{begins,
                drawn_end(begins, random.exponential(static_cast<double>(mttr->picoseconds())))};
}

}  // namespace kairos
