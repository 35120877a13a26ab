// How much a search may look at: a number of evaluations, or wall-clock time.
#pragma once

#include <chrono>
#include <cstdint>

#include "sim/base/time.hpp"

namespace kairos {

class SearchBudget {
 public:
  /// A time limit of zero means that evaluations count.
  SearchBudget(std::uint64_t evaluations, Duration time_limit)
      : evaluations_(evaluations),
        seconds_(time_limit.seconds()),
        begin_(std::chrono::steady_clock::now()) {}

  /// Asked before every evaluation.
  [[nodiscard]] bool goes_on() {
    if (seconds_ <= 0) return count_++ < evaluations_;
    if ((count_++ & mask) == 0) is_late_ = elapsed() >= seconds_;
    return !is_late_;
  }

 private:
  static constexpr std::uint64_t mask = 63;

  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  std::uint64_t evaluations_, count_ = 0;
  double seconds_;
  std::chrono::steady_clock::time_point begin_;
  bool is_late_ = false;
};

}  // namespace kairos
