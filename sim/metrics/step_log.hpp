// Keeps a value that changes in steps, such as the clock of a cluster, in bounded memory.
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

/// Up to `most` changes are kept as they are. Beyond that, changes that are close together become
/// two samples: the first with the lowest and highest value of them all, and the last, so that the
/// value that stays in force is exact.
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
