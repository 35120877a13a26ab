// Computes percentiles of many durations in little memory.
//
// Percentiles are exact up to `kept_exactly` values. For more values, they are computed from counts
// in 2048 equal buckets per octave, with an error of at most 0.025 % (as in HdrHistogram).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/time.hpp"

namespace kairos {

class Percentiles {
 public:
  void add(Duration value);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double mean_seconds() const;
  [[nodiscard]] Duration max() const { return max_; }
  /// The smallest value that is at least as large as a share `p` of all values (nearest rank), for
  /// 0 < p <= 1. Zero if there are no values.
  [[nodiscard]] Duration percentile(double p) const;

 private:
  static constexpr std::size_t kept_exactly = 1 << 16;

  void count_in_bucket(Duration value);

  std::uint64_t count_ = 0;
  double sum_seconds_ = 0;
  Duration max_;
  mutable std::vector<Duration> values_;  ///< Sorted on demand; empty once buckets are used.
  std::vector<std::uint64_t> buckets_;
};

}  // namespace kairos
