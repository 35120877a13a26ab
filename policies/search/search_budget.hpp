// How much a search may look at: a number of evaluations, or wall-clock time.
#pragma once

#include <chrono>
#include <cstdint>

#include "sim/base/fields.hpp"
#include "sim/base/time.hpp"

namespace kairos {

struct SearchEffort {
  std::uint64_t evaluations = 50'000;
  Duration time_limit;

  void describe(Fields& f) {
    f("evaluations", evaluations, "plans looked at per job").positive();
    f("time_limit", time_limit,
      "of wall-clock time per job, instead of evaluations; results then depend on the machine; 0 "
      "for none")
        .not_negative();
  }
};

class SearchBudget {
 public:
  explicit SearchBudget(const SearchEffort& effort)
      : evaluations_(effort.evaluations),
        seconds_(effort.time_limit.seconds()),
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
