// The mean of the values of a formula.
#pragma once

#include <cmath>
#include <cstdint>
#include <optional>

namespace kairos {

class Mean {
 public:
  void add(double value) {
    sum_ += value;
    ++count_;
  }
  /// Empty if there are no values, or if their sum is too large for a double.
  [[nodiscard]] std::optional<double> value() const {
    const double mean = sum_ / static_cast<double>(count_);
    if (!std::isfinite(mean)) return std::nullopt;
    return mean;
  }

 private:
  double sum_ = 0;
  std::uint64_t count_ = 0;
};

}  // namespace kairos
