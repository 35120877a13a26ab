// Records a value that changes in steps, such as the clock of a cluster, in bounded memory.
#pragma once

#include <cstddef>
#include <vector>

#include "sim/base/time.hpp"

namespace kairos {

/// A value from an instant on, and its lowest and highest until the next sample.
struct Sample {
  Time at;
  double value = 0, low = 0, high = 0;

  Sample() = default;
  Sample(Time when, double constant) : at(when), value(constant), low(constant), high(constant) {}
  Sample(Time when, double first, double lowest, double highest)
      : at(when), value(first), low(lowest), high(highest) {}
};

/// Keeps up to `most` changes as they are. If there are more, changes that are close together are
/// replaced by two samples: the first one has the lowest and highest of their values, and the
/// second one is the last change, so that the value that stays in force is exact.
class StepLog {
 public:
  explicit StepLog(std::size_t most) : most_(most) {}

  void change(Time at, double value);
  [[nodiscard]] const std::vector<Sample>& samples() const { return samples_; }

 private:
  void coarsen();

  std::size_t most_;
  std::vector<Sample> samples_;
};

}  // namespace kairos
