#include "policies/search/annealer.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "policies/planning/heft.hpp"
#include "policies/search/cooling.hpp"
#include "policies/search/plan_walk.hpp"

namespace kairos {
namespace {

constexpr double share_of_the_order = 1.0 / 3;
/// The share of the moves that change the order of critical tasks, if tasks can change elements.
constexpr double share_of_critical_moves = 0.2;

class Annealer {
 public:
  Annealer(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
           const AnnealingOptions& options, Random random, Picoseconds good_enough)
      : options_(options),
        evaluations_(options.evaluations_for(problem)),
        good_enough_(good_enough),
        walk_(problem, bounds, seed, random),
        budget_(options, problem),
        stop_(stop_of(options), problem),
        stride_(calls_per_clock_reading(problem.tasks())),
        best_{seed, walk_.makespan()},
        scale_(static_cast<double>(best_.makespan - problem.release())) {}

  Annealed run() {
    double share_left = 1;
    if (walk_.can_relocate()) {
      anneal(share_of_the_order, [&](auto limit) { walk_.step_in_order(limit); });
      share_left -= share_of_the_order;
    }
    const double share =
        share_left / static_cast<double>(std::max<std::uint64_t>(options_.restarts, 1));
    for (std::uint64_t i = 0; i < options_.restarts && !is_over(); ++i) {
      anneal(share, [&](auto limit) { step(limit); });
    }
    return std::move(best_);
  }

 private:
  static SearchEffort stop_of(const AnnealingOptions& options) {
    SearchEffort stop;
    stop.evaluations = options.evaluations;
    stop.share = options.share;
    stop.time_limit = options.stop_after;
    return stop;
  }
  [[nodiscard]] bool is_over() {
    return is_spent_ || best_.makespan <= good_enough_ || budget_.is_late();
  }

  template <class Limit>
  void step(Limit limit) {
    if (!walk_.can_relocate() || walk_.uniform() < share_of_critical_moves) {
      walk_.step_on_critical_path(limit);
    } else {
      walk_.step(limit);
    }
  }

  /// One round of cooling from the best plan, with its share of the budget.
  template <class Step>
  void anneal(double share, Step step) {
    walk_.go_to(best_.plan);
    Cooling cooling(options_.hottest * scale_, options_.coldest * scale_, evaluations_,
                    options_.time_limit, share, stride_);
    while (best_.makespan > good_enough_ && !stop_.is_late() && cooling.goes_on()) {
      is_spent_ = !budget_.goes_on();
      step([&] {
        constexpr double most = 4e18;  // Makespans in picoseconds are smaller.
        const double allowed = -cooling.temperature() * std::log(1 - walk_.uniform());
        return walk_.makespan() + std::llround(std::min(allowed, most));
      });
      if (walk_.makespan() < best_.makespan) best_ = {walk_.plan(), walk_.makespan()};
    }
  }

  const AnnealingOptions& options_;
  std::uint64_t evaluations_;
  Picoseconds good_enough_;
  PlanWalk walk_;
  SearchBudget budget_, stop_;
  std::uint64_t stride_;
  /// True if the budget of all rounds is spent; the current round still completes.
  bool is_spent_ = false;
  Annealed best_;
  double scale_;
};

}  // namespace

Plan heft_plan(const PlanningProblem& problem, const PartialSchedule& schedule) {
  PartialSchedule heft = schedule;
  place_by_heft(problem, heft);
  std::vector<PlannedTask> placed = heft.placed();  // Inputs come before outputs.
  std::ranges::stable_sort(placed, {},
                           [](const PlannedTask& p) { return std::tuple(p.start, p.finish); });
  Plan plan{{}, std::vector<std::uint32_t>(problem.task_count())};
  for (const PlannedTask& p : placed) {
    plan.order.push_back(static_cast<std::uint32_t>(p.task));
    plan.element[index(p.task)] = static_cast<std::uint32_t>(p.element);
  }
  return plan;
}

Annealed anneal(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                const AnnealingOptions& options, Random random, Picoseconds good_enough) {
  return Annealer(problem, bounds, seed, options, random, good_enough).run();
}

}  // namespace kairos
