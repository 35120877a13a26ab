// Percentiles of many durations in little memory.
//
// Exact up to `kept_exactly` values; beyond that, counts in logarithmic buckets of 1/2048 of an
// octave's width, so a percentile is off by at most 0.025 % (as HdrHistogram does it).
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/time.hpp"

namespace kairos {

class Distribution {
 public:
  void add(Duration value);

  [[nodiscard]] std::uint64_t count() const { return count_; }
  [[nodiscard]] double mean_seconds() const;
  [[nodiscard]] Duration max() const { return max_; }
  /// Nearest rank: the smallest value that is at least as large as a share `p` of all, 0 < p <= 1.
  /// Zero when nothing was added.
  [[nodiscard]] Duration percentile(double p) const;

 private:
  static constexpr std::size_t kept_exactly = 1 << 16;

  void count_in_bucket(Duration value);

  std::uint64_t count_ = 0;
  double sum_seconds_ = 0;
  Duration max_;
  mutable std::vector<Duration> values_;  ///< Sorted when asked; empty once buckets are used.
  std::vector<std::uint64_t> buckets_;
};

}  // namespace kairos
