// The interface of policies that prove a lower bound on their schedules.
#pragma once

#include <string>

#include "sim/base/time.hpp"

namespace kairos {

class BoundProver {
 public:
  virtual ~BoundProver() = default;
  /// Returns an instant before which the job planned last cannot end under any schedule.
  [[nodiscard]] virtual Time proved_bound() const = 0;
  /// Says in one sentence why the plan of that job has not been proved optimal. Empty if it has.
  [[nodiscard]] virtual const std::string& limitation() const = 0;
};

}  // namespace kairos
