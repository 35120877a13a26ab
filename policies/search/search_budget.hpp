// How much a search may look at: a number of evaluations, or wall-clock time. Every loop of a
// search asks, so that no other option makes it go on for longer.
#pragma once

#include <chrono>
#include <cstdint>

#include "sim/base/fields.hpp"
#include "sim/base/time.hpp"

namespace kairos {

inline constexpr std::uint64_t most_evaluations = 1'000'000'000'000;

struct SearchEffort {
  std::uint64_t evaluations = 50'000;
  Duration time_limit;

  void describe(Fields& f) {
    f("evaluations", evaluations, "plans looked at per job").between(1, most_evaluations);
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

  /// Asked before every evaluation, which it counts.
  [[nodiscard]] bool goes_on() {
    ++count_;
    return !is_late() && (seconds_ > 0 || count_ <= evaluations_);
  }
  /// Asked where nothing is counted: true once the time limit is over, if there is one.
  [[nodiscard]] bool is_late() const { return seconds_ > 0 && elapsed() >= seconds_; }

 private:
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  std::uint64_t evaluations_, count_ = 0;
  double seconds_;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace kairos
