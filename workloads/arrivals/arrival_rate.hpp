// The rate of an arrival process as a field: it must be positive, and no higher than time can
// resolve.
#pragma once

#include <string>

#include "sim/base/fields.hpp"

namespace kairos {

/// Time advances in whole picoseconds, so 1e12 /s is one arrival at every instant.
inline void describe_rate(Fields& f, Hertz& rate, const std::string& meaning) {
  f("rate", rate, meaning)
      .required()
      .positive()
      .must([](const Hertz& r) { return r <= Hertz(1e12); }, "at most 1e12 /s, one per picosecond");
}

}  // namespace kairos
