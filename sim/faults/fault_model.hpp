// When something breaks and for how long: one question, asked again after every answer.
#pragma once

#include <optional>
#include <string_view>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// A time during which something is broken.
struct Outage {
  Time begins;
  Time ends = Time::never();  ///< Time::never(): it stays broken.
};

class FaultModel {
 public:
  static constexpr std::string_view kind = "fault";
  static constexpr std::string_view called = "fault model";
  virtual ~FaultModel() = default;

  /// The next outage, or nothing when none will come any more.
  ///
  /// Contract:
  ///   - Asked when a run begins and at the end of every outage, never ahead: a process without an
  ///     end is drawn as far as the run needs.
  ///   - It begins at `now` or later and takes a picosecond or more.
  ///   - All randomness comes from `random`, a stream of this process alone: what a policy does
  ///     changes no outage.
  virtual std::optional<Outage> next(Time now, Random& random) = 0;
};

}  // namespace kairos
