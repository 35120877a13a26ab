// The deviation of an execution time from its nominal value: a random factor per task of a job.
#pragma once

#include <string_view>

#include "sim/base/random.hpp"
#include "workloads/task.hpp"

namespace kairos {

class NoiseModel {
 public:
  static constexpr std::string_view kind = "noise";
  static constexpr std::string_view called = "noise model";
  virtual ~NoiseModel() = default;

  /// A positive factor. `random` is a stream of this task of this job only, so that every policy
  /// meets the same factors (common random numbers).
  [[nodiscard]] virtual double factor(const Task& task, Random random) const = 0;
  /// True if every factor is 1, so that no random numbers are needed.
  [[nodiscard]] virtual bool is_silent() const { return false; }
};

}  // namespace kairos
