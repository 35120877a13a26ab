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
  ///   - Asked when a run begins and after every arrival. Asked again whenever a job of the stream
  ///     has left, if the last answer was Time::never() or the process follows departures; the new
  ///     answer replaces the last one.
  ///   - The answer is state.now or later, Time::never() to wait for a job to leave, or nothing
  ///     when no job will ever arrive again.
  ///   - All randomness comes from `random`.
  virtual std::optional<Time> next(const ArrivalState& state, Random& random) = 0;

  /// True when a departure may bring the next arrival forward.
  [[nodiscard]] virtual bool follows_departures() const { return false; }
};

}  // namespace kairos
