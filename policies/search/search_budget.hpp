// How much a search may look at: a number of evaluations, or wall-clock time. Every loop of a
// search asks, so that no other option makes it go on for longer.
//
// Without either, a job gets evaluations in proportion to its tasks: in a stream, the cost of a
// decision then grows with the job and not beyond it, and equal specs give equal plans.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "sim/base/fields.hpp"
#include "sim/base/time.hpp"

namespace kairos {

inline constexpr std::uint64_t most_evaluations = 1'000'000'000'000;

struct SearchEffort {
  static constexpr std::uint64_t per_task = 100, at_most = 50'000;

  std::optional<std::uint64_t> evaluations;
  Duration time_limit;

  void describe(Fields& f) {
    f("evaluations", evaluations,
      "plans evaluated for each job; by default 100 for each of its tasks, 50000 at most")
        .must(
            [](const auto& count) { return !count || (*count >= 1 && *count <= most_evaluations); },
            "between 1 and 1000000000000");
    f("time_limit", time_limit,
      "wall-clock time for each job, instead of evaluations; results then depend on the machine; 0 "
      "for none")
        .not_negative();
  }
  /// Of a job of so many tasks.
  [[nodiscard]] std::uint64_t evaluations_for(std::size_t tasks) const {
    return evaluations.value_or(std::clamp<std::uint64_t>(per_task * tasks, per_task, at_most));
  }
};

class SearchBudget {
 public:
  /// For a job of so many tasks.
  SearchBudget(const SearchEffort& effort, std::size_t tasks)
      : evaluations_(effort.evaluations_for(tasks)),
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
