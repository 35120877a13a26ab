// Interface of fault models, which say when something breaks and for how long.
#pragma once

#include <optional>
#include <string_view>

#include "sim/base/random.hpp"
#include "sim/base/time.hpp"

namespace kairos {

/// A time during which something is broken.
struct Outage {
  Time begins;
  Time ends = Time::never();  ///< Time::never() if it stays broken.
};

class FaultModel {
 public:
  static constexpr std::string_view kind = "fault";
  static constexpr std::string_view called = "fault model";
  virtual ~FaultModel() = default;

  /// Returns the next outage; empty if there are no more outages.
  ///
  /// Contract:
  ///   - It is called at the start of a run and at the end of every outage, never earlier, so an
  ///     endless process is drawn only as far as the run needs.
  ///   - The outage begins at `now` or later and lasts at least one picosecond.
  ///   - All randomness comes from `random`, a stream of this process only, so that outages do not
  ///     depend on the policy.
  virtual std::optional<Outage> next(Time now, Random& random) = 0;
};

}  // namespace kairos
