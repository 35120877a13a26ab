// Detects that the jobs in the system can never finish, and reports the reason.
#pragma once

#include "sim/engine/arrivals.hpp"
#include "sim/engine/failures.hpp"

namespace kairos {

class Deadlock {
 public:
  Deadlock(const EngineContext& context, const Arrivals& arrivals, const Failures& failures,
           const DecisionQueue& decisions, const Transfers& transfers, const TensorTraffic& tensors)
      : context_(context),
        arrivals_(arrivals),
        failures_(failures),
        decisions_(decisions),
        transfers_(transfers),
        tensors_(tensors) {}

  /// True if nothing is in progress or scheduled except faults and clocks, which may go on forever,
  /// and if no element that could run the remaining tasks will return. `policy_asks` is true if the
  /// policy wants to be asked again; it may then send members of gangs.
  [[nodiscard]] bool is_reached(bool policy_asks) const;
  /// Throws std::logic_error if tasks wait for a decision. Throws InputError if the remaining tasks
  /// cannot run anywhere, find no room in memory, or wait for other members of their gangs.
  [[noreturn]] void report() const;

 private:
  [[nodiscard]] bool anything_is_under_way(bool policy_asks) const;

  EngineContext context_;
  const Arrivals& arrivals_;
  const Failures& failures_;
  const DecisionQueue& decisions_;
  const Transfers& transfers_;
  const TensorTraffic& tensors_;
};

}  // namespace kairos
