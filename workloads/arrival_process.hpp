// When the jobs of a stream arrive: one question, asked again after every answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// What an arrival process may look at.
struct ArrivalState {
  Time now;
  std::uint64_t arrived = 0;    ///< Jobs of this stream so far.
  std::uint64_t in_system = 0;  ///< Of those, not yet finished.
};

class ArrivalProcess {
 public:
  static constexpr std::string_view kind = "arrivals";
  static constexpr std::string_view called = "arrival process";
  virtual ~ArrivalProcess() = default;

  /// The instant of the next arrival.
  ///
  /// Contract:
  ///   - Asked when a run begins, after every arrival, and while the answer is Time::never() again
  ///     whenever a job of the stream has left.
  ///   - The answer is state.now or later, Time::never() to wait for a job to leave, or nothing
  ///     when no job will ever arrive again.
  ///   - All randomness comes from `random`.
  virtual std::optional<Time> next(const ArrivalState& state, Random& random) = 0;
};

}  // namespace kairos
