// Detects that the jobs in the system can never be finished, and says why.
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

  /// True when faults and clocks may go on for ever and none of them can help the jobs in the
  /// system: nothing is under way or announced, and no element that could run what is left will
  /// return.
  [[nodiscard]] bool is_reached() const;
  /// Throws std::logic_error when tasks wait for a decision, InputError when what is left can run
  /// nowhere or finds no room.
  [[noreturn]] void report() const;

 private:
  [[nodiscard]] bool anything_is_under_way() const;

  EngineContext context_;
  const Arrivals& arrivals_;
  const Failures& failures_;
  const DecisionQueue& decisions_;
  const Transfers& transfers_;
  const TensorTraffic& tensors_;
};

}  // namespace kairos
