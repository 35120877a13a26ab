// The budget of a search: a number of evaluations, or wall-clock time. Every loop of a search asks
// it, so that no other option can prolong the search.
//
// By default the time of the search is a share of the job's length, so that in a stream a short job
// does not wait for a long search:
//   plans = share * shortest length of the job / (tasks * 20 ns), at least 100, and at most 100 per
//           task and 50,000
// The shortest length is the longest path through the job, with every task on its fastest element.
// The 20 ns for each task of a plan are a constant, about what an evaluation takes on a processor
// core of a server, and no clock is read. The cost of a decision therefore depends only on the job,
// and equal specifications give equal plans.
//
// Example: a job of 20 tasks that lasts 10 ms gets 0.1 * 10 ms / (20 * 20 ns) = 2,500, but at most
// 2,000 plans. A job of 20 tasks that lasts 0.5 ms gets 125.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

#include "policies/search/search_problem.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

inline constexpr std::uint64_t most_evaluations = 1'000'000'000'000;

/// The number of evaluations between two readings of the clock: 64 of short plans, each evaluation
/// of plans with more than 5,000 tasks.
[[nodiscard]] constexpr std::uint64_t calls_per_clock_reading(std::size_t tasks) {
  return std::clamp<std::uint64_t>(5'000 / std::max<std::size_t>(tasks, 1), 1, 64);
}

struct SearchEffort {
  static constexpr std::uint64_t at_least = 100, per_task = 100, at_most = 50'000;
  /// The assumed time of an evaluation for each task of the plan.
  static constexpr double picoseconds_per_task = 20'000;

  std::optional<std::uint64_t> evaluations;
  double share = 0.1;
  Duration time_limit;

  void describe(Fields& f) {
    f("evaluations", evaluations,
      "number of plans evaluated per job (if absent: as many as fill 'share', but at least 100, "
      "and "
      "at most 100 per task and 50000)")
        .must(
            [](const auto& count) { return !count || (*count >= 1 && *count <= most_evaluations); },
            "between 1 and 1000000000000");
    f("share", share,
      "share of the job's shortest length that the search may take, if it takes 20 ns for every "
      "task of every plan; 0 for no such limit. No clock is read")
        .between(0.0, 1e6);
    f("time_limit", time_limit,
      "limit on wall-clock time per job, instead of 'evaluations'; results then depend on the "
      "machine; 0 for none")
        .not_negative();
  }
  [[nodiscard]] std::uint64_t evaluations_for(const SearchProblem& problem) const {
    return evaluations.value_or(usual_evaluations(problem.tasks(), problem.shortest_length()));
  }
  /// The number of evaluations for a job with this many tasks and this shortest length.
  [[nodiscard]] std::uint64_t usual_evaluations(std::size_t tasks, Picoseconds length) const {
    const std::uint64_t most = std::clamp<std::uint64_t>(per_task * tasks, at_least, at_most);
    const double of_plan = picoseconds_per_task * static_cast<double>(tasks);
    const double fitting = share * static_cast<double>(length) / of_plan;
    if (share == 0 || fitting >= static_cast<double>(most)) return most;
    return std::max(at_least, static_cast<std::uint64_t>(fitting));
  }
};

class SearchBudget {
 public:
  SearchBudget(const SearchEffort& effort, const SearchProblem& problem)
      : evaluations_(effort.evaluations_for(problem)),
        seconds_(effort.time_limit.seconds()),
        stride_(calls_per_clock_reading(problem.tasks())),
        begin_(std::chrono::steady_clock::now()) {}

  /// Must be called before every evaluation, which it counts.
  [[nodiscard]] bool goes_on() {
    ++count_;
    return !is_late() && (seconds_ > 0 || count_ <= evaluations_);
  }
  /// True if there is a time limit and it has passed. This call counts no evaluation.
  [[nodiscard]] bool is_late() {
    if (seconds_ > 0 && !is_late_ && looks_++ % stride_ == 0) is_late_ = elapsed() >= seconds_;
    return is_late_;
  }

 private:
  [[nodiscard]] double elapsed() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin_).count();
  }

  std::uint64_t evaluations_, count_ = 0;
  double seconds_;
  std::uint64_t stride_, looks_ = 0;
  bool is_late_ = false;
  std::chrono::steady_clock::time_point begin_;
};

}  // namespace kairos
