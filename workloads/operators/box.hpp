// Boxes: products of intervals of whole numbers. A box of axes is a tile of an operator; a box of
// dimensions is a region of a tensor.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <initializer_list>
#include <stdexcept>

namespace kairos {

/// The numbers from `from` up to, but not including, `to`.
struct Interval {
  std::int64_t from = 0, to = 0;

  [[nodiscard]] std::int64_t size() const { return std::max<std::int64_t>(to - from, 0); }
  bool operator==(const Interval&) const = default;
};

/// Its intervals are stored in place, because a network has many thousands of tiles.
class Box {
 public:
  static constexpr std::size_t most_intervals = 16;

  Box() = default;
  explicit Box(std::size_t size) : size_(checked(size)) {}
  Box(std::initializer_list<Interval> intervals) {
    for (const Interval& interval : intervals) push_back(interval);
  }

  void push_back(const Interval& interval) {
    size_ = checked(size_ + 1);
    intervals_[size_ - 1] = interval;
  }
  [[nodiscard]] std::size_t size() const { return size_; }
  [[nodiscard]] bool empty() const { return size_ == 0; }
  [[nodiscard]] Interval& operator[](std::size_t i) { return intervals_[i]; }
  [[nodiscard]] const Interval& operator[](std::size_t i) const { return intervals_[i]; }
  [[nodiscard]] const Interval* begin() const { return intervals_.data(); }
  [[nodiscard]] const Interval* end() const { return intervals_.data() + size_; }
  bool operator==(const Box& other) const { return std::ranges::equal(*this, other); }

 private:
  static std::size_t checked(std::size_t size) {
    if (size > most_intervals) throw std::length_error("a box has more than 16 intervals");
    return size;
  }

  std::array<Interval, most_intervals> intervals_{};
  std::size_t size_ = 0;
};

/// The number of points in a box; 1 for a box without intervals.
double volume(const Box& box);
/// The points that are in both boxes, which must have equally many intervals.
Box common(const Box& a, const Box& b);

}  // namespace kairos
