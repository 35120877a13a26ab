// The time that the scheduler needs, as described in an experiment.
#pragma once

#include <optional>
#include <string>

#include "platforms/platform.hpp"
#include "sim/base/fields.hpp"
#include "sim/decision/decision_time.hpp"

namespace kairos {

struct DecisionTimeConfig {
  Duration constant, per_task;
  double measured = 0;
  std::optional<std::string> host;
  bool interrupts = false;
  SourceLocation place;

  void describe(Fields& f);
  /// Throws InputError if there is no host to interrupt.
  void check(const SourceLocation& where) const;
  /// Throws InputError if the host is unknown.
  [[nodiscard]] DecisionTime build(const Platform& platform) const;
};

}  // namespace kairos
