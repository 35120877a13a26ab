#include "policies/search/machine_bound.hpp"

#include <algorithm>

#include "policies/search/deadline_windows.hpp"

namespace kairos {
namespace {

/// Units of DeadlineWindows::work() that a bound may take.
constexpr std::uint64_t affordable = 30'000'000;

/// The tasks that only an element can run, by element; none for elements with several slots.
std::vector<std::vector<OneMachineTask>> machines(const SearchProblem& problem,
                                                  const PathBounds& bounds) {
  std::vector<std::vector<OneMachineTask>> all(problem.elements());
  for (std::size_t task = 0; task < problem.tasks(); ++task) {
    if (problem.candidates(task).size() != 1) continue;
    const std::uint32_t element = problem.candidates(task).front();
    if (problem.first_lane(element + 1) - problem.first_lane(element) != 1) continue;
    all[element].push_back(
        {bounds.head(task, element), problem.duration(task, element), bounds.tail(task, element)});
  }
  return all;
}

/// Finds the earliest deadline that is not ruled out. All instants are relative to the release.
class DeadlineSearch {
 public:
  DeadlineSearch(const SearchProblem& problem, const PathBounds& bounds, Picoseconds grain)
      : windows_(problem, bounds), grain_(grain) {}

  /// `low` is a lower bound and a multiple of the grain.
  Picoseconds bound(Picoseconds low) {
    if (!rules_out(low)) return low;
    // Deadlines are ruled out up to `low`, in steps that double until one is not.
    Picoseconds step = whole(low / first_share);
    Picoseconds high = low + step;
    while (rules_out(high)) {
      low = high;
      step *= 2;
      high += step;
    }
    const Picoseconds close = whole(low / finest_share);
    while (high - low > close && windows_.work() < affordable) {
      const Picoseconds middle = low + whole((high - low) / 2);
      if (middle >= high) break;
      (rules_out(middle) ? low : high) = middle;
    }
    return low + grain_;
  }

 private:
  static constexpr Picoseconds first_share = 64, finest_share = 10'000;

  /// At least one grain, rounded down to whole grains.
  [[nodiscard]] Picoseconds whole(Picoseconds time) const {
    return std::max(grain_, time - time % grain_);
  }
  [[nodiscard]] bool rules_out(Picoseconds deadline) {
    if (windows_.work() >= affordable) return false;
    now_ = windows_.widest();
    return !windows_.narrow(now_, {}, deadline);
  }

  DeadlineWindows windows_;
  Picoseconds grain_;
  Windows now_;
};

}  // namespace

Picoseconds machine_bound(const SearchProblem& problem, const PathBounds& bounds, Picoseconds grain,
                          Picoseconds known) {
  Picoseconds bound = known - problem.release();
  std::uint64_t pairs = 0;
  for (const std::vector<OneMachineTask>& machine : machines(problem, bounds)) {
    if (machine.size() < 2) continue;
    bound = std::max(bound, preemptive_makespan(machine));
    pairs += machine.size() * machine.size();
  }
  // Narrowing the windows takes some ten rounds for each of some ten deadlines.
  constexpr std::uint64_t usual_rounds = 100;
  const bool is_affordable = pairs > 0 && pairs * usual_rounds < affordable;
  if (bounds.runs == Runs::once && is_affordable) {
    bound = (bound + grain - 1) / grain * grain;
    bound = DeadlineSearch(problem, bounds, grain).bound(bound);
  }
  return problem.release() + bound;
}

}  // namespace kairos
