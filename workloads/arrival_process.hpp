// The interface of processes that decide when the jobs of a stream arrive: one question, asked
// again after every answer.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// The information given to an arrival process.
struct ArrivalState {
  Time now;
  std::uint64_t arrived = 0;    ///< Jobs of this stream so far.
  std::uint64_t in_system = 0;  ///< Arrived jobs that are not finished.
};

class ArrivalProcess {
 public:
  static constexpr std::string_view kind = "arrivals";
  static constexpr std::string_view called = "arrival process";
  static constexpr std::string_view usual = "poisson";  ///< The process without a name.
  virtual ~ArrivalProcess() = default;

  /// Returns the instant of the next arrival.
  ///
  /// Contract:
  ///   - It is called when a run begins and after every arrival. It is called again if a job of the
  ///     stream has left and either the last answer was Time::never() or the process follows
  ///     departures; the new answer replaces the last one.
  ///   - The answer is state.now or later, Time::never() to wait for a job to leave, or nothing
  ///     if no job will ever arrive again.
  ///   - All random numbers come from `random`.
  virtual std::optional<Time> next(const ArrivalState& state, Random& random) = 0;

  /// The deadline of the arrival that next() has returned last; nothing if the stream or the
  /// application sets it.
  [[nodiscard]] virtual std::optional<Time> deadline() const { return std::nullopt; }

  /// The number of jobs that arrive 'rate' times per unit of time.
  [[nodiscard]] virtual double jobs_at_once() const { return 1; }

  /// True if a departure may bring the next arrival forward.
  [[nodiscard]] virtual bool follows_departures() const { return false; }
};

}  // namespace kairos
