// Simulated time: instants and durations in whole picoseconds, so that equal instants compare
// equal.
//
// 64 bits hold 106 days; arithmetic beyond that throws an error and never wraps around. Continuous
// models (rates, shared bandwidth) compute in double; whole_picoseconds() converts their results.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace kairos {

/// Throws the InputError for time arithmetic that leaves the 64-bit range.
[[noreturn]] void throw_time_overflow();

/// A length of simulated time, in whole picoseconds. It may be negative as an intermediate result.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration picoseconds(std::int64_t count) { return Duration(count); }
  static constexpr Duration max() { return Duration(std::numeric_limits<std::int64_t>::max()); }

  [[nodiscard]] constexpr std::int64_t picoseconds() const { return count_; }
  /// The nearest double. A division rounds only once, whereas the factor 1e-12 would itself be
  /// rounded.
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

/// Tolerance for the rounding of doubles: a value that exceeds a whole picosecond by at most this
/// much counts as that picosecond.
inline constexpr double forgiven_picoseconds = 0.01;

/// Limit (about one second) above which almost one may not be added, because the double is too
/// coarse and could round up.
inline constexpr double large_picoseconds = 1ULL << 40U;

/// The next whole number, for a value that is at least zero and in range. It is exact for whole
/// numbers of any size.
constexpr std::int64_t next_whole(double picoseconds) {
  if (picoseconds < large_picoseconds) {
    return static_cast<std::int64_t>(picoseconds + (1 - forgiven_picoseconds));
  }
  const auto whole = static_cast<std::int64_t>(picoseconds);
  return whole + (picoseconds - static_cast<double>(whole) > forgiven_picoseconds ? 1 : 0);
}

/// The instant at which an event of a continuous model is reported: the next whole picosecond.
inline Duration whole_picoseconds(double picoseconds) {
  constexpr double largest = 9.2e18;
  const bool is_in_range = picoseconds < large_picoseconds || picoseconds < largest;
  if (!is_in_range) throw_time_overflow();
  return Duration::picoseconds(next_whole(picoseconds));
}

inline constexpr double picoseconds_per_second = 1e12;

/// Literals for tests and constants, such as 5_us and 2_ms.
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
