// Records the first complaint of an auditor about a run, with its instant.
#pragma once

#include <string>

#include "sim/base/units.hpp"

namespace kairos::testing {

class Complaints {
 public:
  void expect(bool holds, const char* complaint, Time now) {
    if (!holds && first_.empty()) first_ = complaint + (" at " + format(now.since_start()));
  }
  [[nodiscard]] const std::string& first() const { return first_; }

 private:
  std::string first_;
};

}  // namespace kairos::testing
