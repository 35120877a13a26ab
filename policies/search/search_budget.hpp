// The budget of a search: a number of evaluations, or wall-clock time. Every loop of a search asks
// it, so that no other option can prolong the search.
//
// By default a job gets evaluations in proportion to its tasks, up to a maximum. The cost of a
// decision in a stream therefore depends only on the job, and equal specifications give equal
// plans.
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
      "number of plans evaluated per job (if absent: 100 per task, at most 50000)")
        .must(
            [](const auto& count) { return !count || (*count >= 1 && *count <= most_evaluations); },
            "between 1 and 1000000000000");
    f("time_limit", time_limit,
      "limit on wall-clock time per job, instead of 'evaluations'; results then depend on the "
      "machine; 0 for none")
        .not_negative();
  }
  /// Number of evaluations for a job with this many tasks.
  [[nodiscard]] std::uint64_t evaluations_for(std::size_t tasks) const {
    return evaluations.value_or(std::clamp<std::uint64_t>(per_task * tasks, per_task, at_most));
  }
};

class SearchBudget {
 public:
  /// The budget for a job with this many tasks.
  SearchBudget(const SearchEffort& effort, std::size_t tasks)
      : evaluations_(effort.evaluations_for(tasks)),
        seconds_(effort.time_limit.seconds()),
        begin_(std::chrono::steady_clock::now()) {}

  /// Must be called before every evaluation, which it counts.
  [[nodiscard]] bool goes_on() {
    ++count_;
    return !is_late() && (seconds_ > 0 || count_ <= evaluations_);
  }
  /// True if there is a time limit and it has passed. This call counts nothing.
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
