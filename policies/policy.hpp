// The question a scheduling policy answers: given the system as it is, what should be sent where
// next?
#pragma once

#include <optional>
#include <string_view>

#include "sim/decision/decision.hpp"
#include "sim/decision/system_view.hpp"

namespace kairos {

class Policy {
 public:
  static constexpr std::string_view kind = "policy";
  virtual ~Policy() = default;

  /// Returns the next task to send to an element, or nothing to wait.
  ///
  /// Contract:
  ///   - Asked whenever something has changed and a task is ready, and again after every decision,
  ///     so the view always includes the decisions already taken.
  ///   - The task is one of view.ready(), the element one of view.elements_for(task).
  ///   - Waiting is allowed while anything is running or yet to arrive.
  ///   - Ties go to the lowest task, then to the lowest element; randomness comes from view.seed().
  virtual std::optional<Decision> decide(const SystemView& view) = 0;

  /// True if some questions take much longer than others, because whole jobs are planned then: the
  /// time of every question is measured, not of a sample.
  [[nodiscard]] virtual bool plans_ahead() const { return false; }

  /// A new run begins: forget the previous one.
  virtual void begin(const SystemView& /*view*/) {}
};

}  // namespace kairos
