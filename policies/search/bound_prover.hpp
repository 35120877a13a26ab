// What a policy that proves something about its schedules has to say.
#pragma once

#include "sim/base/time.hpp"

namespace kairos {

class BoundProver {
 public:
  virtual ~BoundProver() = default;
  /// Before which the job planned last cannot end, whoever schedules it.
  [[nodiscard]] virtual Time proved_bound() const = 0;
};

}  // namespace kairos
