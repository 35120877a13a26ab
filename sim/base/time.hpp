// Simulated time: instants and durations in whole picoseconds, so that ties are ties everywhere.
//
// 64 bits hold 106 days; anything beyond is an error, never a wrap-around. Continuous models
// (rates, shared bandwidth) work in double and come back through whole_picoseconds().
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace kairos {

/// Thrown by time arithmetic that leaves the 64-bit range; see error.hpp for what the user is told.
[[noreturn]] void throw_time_overflow();

/// A length of simulated time, in whole picoseconds. May be negative as an intermediate result.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration picoseconds(std::int64_t count) { return Duration(count); }
  static constexpr Duration max() { return Duration(std::numeric_limits<std::int64_t>::max()); }

  [[nodiscard]] constexpr std::int64_t picoseconds() const { return count_; }
  /// The nearest double: a division rounds once, a factor of 1e-12 would be rounded itself.
  [[nodiscard]] constexpr double seconds() const { return static_cast<double>(count_) / 1e12; }
  [[nodiscard]] constexpr double microseconds() const { return static_cast<double>(count_) / 1e6; }
  [[nodiscard]] constexpr double milliseconds() const { return static_cast<double>(count_) / 1e9; }

  constexpr auto operator<=>(const Duration&) const = default;
  constexpr Duration& operator+=(Duration other) { return *this = *this + other; }
  constexpr Duration& operator-=(Duration other) { return *this = *this - other; }

  friend constexpr Duration operator+(Duration a, Duration b) {
    std::int64_t sum = 0;
    if (__builtin_add_overflow(a.count_, b.count_, &sum)) throw_time_overflow();
    return Duration(sum);
  }
  friend constexpr Duration operator-(Duration a, Duration b) {
    std::int64_t difference = 0;
    if (__builtin_sub_overflow(a.count_, b.count_, &difference)) throw_time_overflow();
    return Duration(difference);
  }

 private:
  explicit constexpr Duration(std::int64_t count) : count_(count) {}
  std::int64_t count_ = 0;
};

/// An instant of simulated time; a run begins at Time{}.
class Time {
 public:
  constexpr Time() = default;
  explicit constexpr Time(Duration since_start) : since_start_(since_start) {}
  static constexpr Time never() { return Time(Duration::max()); }

  [[nodiscard]] constexpr Duration since_start() const { return since_start_; }
  [[nodiscard]] constexpr std::int64_t picoseconds() const { return since_start_.picoseconds(); }
  [[nodiscard]] constexpr double seconds() const { return since_start_.seconds(); }
  [[nodiscard]] constexpr double microseconds() const { return since_start_.microseconds(); }
  [[nodiscard]] constexpr double milliseconds() const { return since_start_.milliseconds(); }

  constexpr auto operator<=>(const Time&) const = default;
  constexpr Time& operator+=(Duration d) { return *this = *this + d; }

  friend constexpr Time operator+(Time t, Duration d) { return Time(t.since_start_ + d); }
  friend constexpr Time operator-(Time t, Duration d) { return Time(t.since_start_ - d); }
  friend constexpr Duration operator-(Time a, Time b) { return a.since_start_ - b.since_start_; }

 private:
  Duration since_start_;
};

/// So much after a whole picosecond still counts as at it: the rounding of doubles costs no tick.
inline constexpr double forgiven_picoseconds = 0.01;

/// From here on (a second) a double is too coarse to add almost one: it would round up.
inline constexpr double large_picoseconds = 1ULL << 40U;

/// The next whole number, for what is known to be zero or more and in range. Exact for whole
/// numbers of any size.
constexpr std::int64_t next_whole(double picoseconds) {
  if (picoseconds < large_picoseconds) {
    return static_cast<std::int64_t>(picoseconds + (1 - forgiven_picoseconds));
  }
  const auto whole = static_cast<std::int64_t>(picoseconds);
  return whole + (picoseconds - static_cast<double>(whole) > forgiven_picoseconds ? 1 : 0);
}

/// What a continuous model calls a completion at `picoseconds` is seen at the next whole
/// picosecond.
inline Duration whole_picoseconds(double picoseconds) {
  constexpr double largest = 9.2e18;
  const bool is_in_range = picoseconds < large_picoseconds || picoseconds < largest;
  if (!is_in_range) throw_time_overflow();
  return Duration::picoseconds(next_whole(picoseconds));
}

inline constexpr double picoseconds_per_second = 1e12;

/// Literals for tests and constants: 5_us, 2_ms.
namespace literals {
constexpr Duration operator""_ps(unsigned long long n) {
  return Duration::picoseconds(static_cast<std::int64_t>(n));
}
constexpr Duration operator""_ns(unsigned long long n) {
  return Duration::picoseconds(static_cast<std::int64_t>(n) * 1'000);
}
constexpr Duration operator""_us(unsigned long long n) {
  return Duration::picoseconds(static_cast<std::int64_t>(n) * 1'000'000);
}
constexpr Duration operator""_ms(unsigned long long n) {
  return Duration::picoseconds(static_cast<std::int64_t>(n) * 1'000'000'000);
}
constexpr Duration operator""_s(unsigned long long n) {
  return Duration::picoseconds(static_cast<std::int64_t>(n) * 1'000'000'000'000);
}
}  // namespace literals

}  // namespace kairos
