// The interface of generators that draw static scheduling problems, for comparisons over many
// graphs.
#pragma once

#include <string_view>

#include "sim/base/random.hpp"
#include "workloads/static_problem.hpp"

namespace kairos {

class InstanceGenerator {
 public:
  static constexpr std::string_view kind = "generator";
  static constexpr std::string_view called = "graph generator";
  virtual ~InstanceGenerator() = default;

  /// Draws a problem; its name tells what was drawn.
  [[nodiscard]] virtual StaticProblem generate(Random random) const = 0;
};

}  // namespace kairos
