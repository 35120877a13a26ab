// The intervals in which one slot of an element is taken, in order and disjoint.
//
// They are kept in blocks, each of which knows its longest gap, so that a search for a gap skips
// the blocks without one that is long enough.
#pragma once

#include <vector>

#include "sim/base/time.hpp"

namespace kairos {

class Lane {
 public:
  struct Interval {
    Time start, finish;
  };
  /// Returns the start of the first gap, not before `ready`, that is long enough.
  [[nodiscard]] Time earliest_start(Time ready, Duration duration) const;
  /// Takes an interval, which must be free.
  void take(Time start, Time finish);
  /// Releases an interval taken by take().
  void give_back(Time start, Time finish);
  [[nodiscard]] Time last_finish() const {
    return blocks_.empty() ? Time{} : blocks_.back().taken.back().finish;
  }
  [[nodiscard]] bool is_empty() const { return blocks_.empty(); }
  [[nodiscard]] std::vector<Interval> taken() const;

 private:
  struct Block {
    std::vector<Interval> taken;  ///< The intervals; never empty.
    /// The longest time between an interval and the previous one, which may be the last of the
    /// previous block; negative if unknown.
    Duration longest_gap = unknown;
  };
  static constexpr Duration unknown = Duration::picoseconds(-1);
  static constexpr std::size_t largest_block = 128;

  [[nodiscard]] bool has_gap(std::size_t block, Duration duration) const;
  void forget_gaps(std::size_t block);
  void split(std::size_t block);

  mutable std::vector<Block> blocks_;  ///< Gaps are measured when needed.
};

}  // namespace kairos
