// A search budget with geometric cooling: the temperature T falls from hottest to coldest while the
// budget, evaluations or wall-clock time, is spent.
#pragma once

#include <chrono>
#include <cmath>
#include <cstdint>

#include "sim/base/time.hpp"

namespace kairos {

class Cooling {
 public:
  /// Uses `share` of the budget. If the time limit is zero, evaluations count. With a time limit,
  /// one call of `stride` reads the clock.
  Cooling(double hottest, double coldest, std::uint64_t evaluations, Duration time_limit,
          double share, std::uint64_t stride)
      : hottest_(hottest),
        ratio_(coldest / hottest),
        evaluations_(static_cast<double>(evaluations) * share),
        seconds_(time_limit.seconds() * share),
        stride_(seconds_ > 0 ? stride : usual_stride),
        begin_(std::chrono::steady_clock::now()) {}

  [[nodiscard]] double temperature() const { return temperature_; }

  /// Must be called before every evaluation. Without a time limit it updates the temperature once
  /// in 64 calls.
  [[nodiscard]] bool goes_on() {
    if (count_++ % stride_ != 0) return true;
    const double progress =
        seconds_ > 0 ? elapsed() / seconds_ : static_cast<double>(count_ - 1) / evaluations_;
    temperature_ = hottest_ * std::pow(ratio_, progress);
    return progress < 1;
  }

 private:
  static constexpr std::uint64_t usual_stride = 64;

  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  double hottest_, ratio_, evaluations_, seconds_, temperature_ = 0;
  std::uint64_t stride_;
  std::chrono::steady_clock::time_point begin_;
  std::uint64_t count_ = 0;
};

}  // namespace kairos
