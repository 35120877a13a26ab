// The interface of scheduling policies: given the state of the system, which task is sent to which
// element next?
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
  ///   - It is called whenever something has changed and a task is ready, and after every decision,
  ///     so the view always includes the decisions already taken.
  ///   - The task is one of view.ready(), the element one of view.elements_for(task).
  ///   - Waiting is allowed while anything is running or has yet to arrive.
  ///   - Ties go to the lowest task, then to the lowest element; random numbers use view.seed().
  virtual std::optional<Decision> decide(const SystemView& view) = 0;

  /// True if some calls take much longer than others because they plan whole jobs. Then every call
  /// is timed, not only a sample.
  [[nodiscard]] virtual bool plans_ahead() const { return false; }

  /// Begins a new run; the policy must forget the previous one.
  virtual void begin(const SystemView& /*view*/) {}
};

}  // namespace kairos
