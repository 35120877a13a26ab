#include "policies/exact/exact_search.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <stdexcept>

#include "policies/exact/branch_and_bound.hpp"
#include "policies/exact/deadline_solver.hpp"
#include "policies/exact/order_search.hpp"
#include "policies/search/lower_bound.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

/// The remaining part of the limits.
class Budget {
 public:
  explicit Budget(const ExactOptions& options)
      : seconds_(options.time_limit.seconds()), steps_(options.steps) {}

  [[nodiscard]] bool is_timed() const { return seconds_ > 0; }
  [[nodiscard]] double seconds_left() const {
    const auto now = std::chrono::steady_clock::now();
    return seconds_ - std::chrono::duration<double>(now - begin_).count();
  }
  [[nodiscard]] bool is_spent() const { return is_timed() ? seconds_left() <= 0 : steps_ == 0; }

  /// The effort of one question with at most this many steps.
  [[nodiscard]] DeadlineSolver::Effort at_most(std::uint64_t steps) const {
    constexpr std::uint64_t largest = 4'000'000'000;
    steps = std::min(steps, largest);
    if (is_timed()) return {static_cast<std::uint32_t>(steps), std::max(seconds_left(), 1e-3)};
    return {static_cast<std::uint32_t>(std::min(steps, steps_)), 0};
  }
  [[nodiscard]] std::uint64_t steps_left() const { return steps_; }
  void spend(std::uint64_t steps) { steps_ -= std::min(steps, steps_); }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  double seconds_;
  std::uint64_t steps_;
};

class Bisection {
 public:
  Bisection(const SearchProblem& problem, const PathBounds& bounds, Exact& best,
            DeadlineSolver& solver, Picoseconds grain, Budget& budget)
      : release_(problem.release()),
        grain_(grain),
        best_(best),
        solver_(solver),
        budget_(budget),
        evaluator_(problem, bounds) {}

  void run() {
    while (!best_.proved() && !budget_.is_spent()) {
      const Picoseconds last = best_.makespan - grain_;
      // If the gap is small, one question settles it; halving real-valued times would take dozens.
      const bool is_close = last - best_.bound < (best_.makespan - release_) / nearly_closed;
      const Picoseconds middle = is_close ? last : between(best_.bound, last);
      if (ask(middle)) continue;
      // The question is too hard at this effort. A deadline nearer to the incumbent makes a plan
      // easier to find, and one nearer to the bound makes a proof easier.
      ask(between(middle, best_.makespan - grain_));
      if (!best_.proved()) ask(between(best_.bound, std::min(middle, best_.makespan) - grain_));
      effort_ = std::min(2 * effort_, most_evaluations);
    }
  }

 private:
  /// Returns the midpoint in whole grains, rounded down.
  [[nodiscard]] Picoseconds between(Picoseconds low, Picoseconds high) const {
    const Picoseconds middle = low + (std::max(high, low) - low) / 2;
    return std::max(low, middle - (middle - release_) % grain_);
  }

  /// Returns false if the answer is unknown.
  bool ask(Picoseconds deadline) {
    Plan plan;
    if (budget_.is_spent()) return false;
    const std::uint64_t before = solver_.steps_used();
    const DeadlineSolver::Answer answer = solver_.ask(deadline, budget_.at_most(effort_), plan);
    budget_.spend(1 + solver_.steps_used() - before);
    switch (answer) {
      case DeadlineSolver::Answer::unknown:
        return false;
      case DeadlineSolver::Answer::impossible:
        best_.bound = std::max(best_.bound, deadline + grain_);
        return true;
      case DeadlineSolver::Answer::plan:
        break;
    }
    const Picoseconds makespan = evaluator_.evaluate(plan);
    if (makespan > deadline) throw std::logic_error("the solver's plan misses its deadline");
    if (makespan < best_.makespan) {
      best_.plan = std::move(plan);
      best_.makespan = makespan;
    }
    return true;
  }

  static constexpr Picoseconds nearly_closed = 200;  ///< This stands for 0.5 %.
  static constexpr std::uint64_t first_effort = 1'000'000;

  Picoseconds release_, grain_;
  Exact& best_;
  DeadlineSolver& solver_;
  Budget& budget_;
  PlanEvaluator evaluator_;
  std::uint64_t effort_ = first_effort;
};

void take(Exact& best, Plan plan, Picoseconds makespan, bool proved) {
  if (makespan < best.makespan) {
    best.plan = std::move(plan);
    best.makespan = makespan;
  }
  if (proved) best.bound = best.makespan;
}

void branch(const SearchProblem& problem, const PathBounds& bounds, Exact& best,
            const ExactOptions& options, const Budget& budget) {
  const bool timed = budget.is_timed();
  BranchAndBoundResult result =
      branch_and_bound(problem, bounds, best.plan, best.bound,
                       timed ? std::numeric_limits<std::uint64_t>::max() : options.steps,
                       timed ? std::max(budget.seconds_left(), 1e-3) : 0);
  take(best, std::move(result.plan), result.makespan, result.proved);
}

/// Anneals the best plan for so many seconds of wall-clock time.
void anneal_on(const SearchProblem& problem, const PathBounds& bounds, Exact& best, double seconds,
               Random random) {
  constexpr double shortest = 1e-4;
  if (seconds < shortest) return;
  AnnealingOptions annealing;
  annealing.time_limit = whole_picoseconds(seconds * 1e12);
  Annealed annealed = anneal(problem, bounds, best.plan, annealing, random, best.bound);
  take(best, std::move(annealed.plan), annealed.makespan, false);
}

void search_order(const SearchProblem& problem, const PathBounds& bounds, Exact& best,
                  const OrderSearchLimits& limits) {
  OrderSearchResult result =
      search_orders(problem, bounds, best.plan, best.bound, time_grain(problem), limits);
  take(best, std::move(result.plan), result.makespan, result.proved);
}

void search_orders_within(const SearchProblem& problem, const PathBounds& bounds, Exact& best,
                          const Budget& budget, Random random) {
  if (!budget.is_timed()) return search_order(problem, bounds, best, {budget.steps_left(), 0});
  constexpr double first_try = 0.1;
  constexpr double annealing = 0.4;
  const double seconds = budget.seconds_left();
  if (seconds <= 0) return;
  search_order(problem, bounds, best, {0, first_try * seconds});
  if (best.proved()) return;
  anneal_on(problem, bounds, best, annealing * seconds, random);
  if (best.proved() || budget.seconds_left() <= 0) return;
  search_order(problem, bounds, best, {0, budget.seconds_left()});
  // It may have stopped for want of memory.
  if (!best.proved()) {
    anneal_on(problem, bounds, best, budget.seconds_left(), Random(random.next()));
  }
}

void solve(const SearchProblem& problem, const PathBounds& bounds, Exact& best,
           const ExactOptions& options, Budget& budget) {
  const Picoseconds grain = time_grain(problem);
  std::unique_ptr<DeadlineSolver> solver;
  if (options.solver != Solver::branch_and_bound) solver = make_z3_solver(problem, bounds, grain);
  if (solver != nullptr) {
    Bisection(problem, bounds, best, *solver, grain, budget).run();
  } else if (options.solver == Solver::z3) {
    throw InputError(
        "this Kairos was built without z3; install libz3-dev and build again, or set 'solver: "
        "branch_and_bound'");
  } else {
    branch(problem, bounds, best, options, budget);
  }
}

AnnealingOptions first_incumbent(const ExactOptions& options) {
  AnnealingOptions annealing;
  annealing.evaluations = options.evaluations;
  annealing.stop_after = options.time_limit;
  return annealing;
}

}  // namespace

Exact search_exactly(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
                     const ExactOptions& options, Random random) {
  Budget budget(options);
  Exact best;
  best.bound = lower_bound(problem, bounds).best();
  Annealed annealed = anneal(problem, bounds, seed, first_incumbent(options), random, best.bound);
  best.plan = std::move(annealed.plan);
  best.makespan = annealed.makespan;
  if (best.proved()) return best;
  const Random further(random.next());
  best.limitation = budget.is_timed()
                        ? "the time limit ended before the schedule was proved optimal"
                        : "the limit of steps was reached before the schedule was proved optimal";
  if (options.solver == Solver::automatic && only_order_is_open(problem)) {
    search_orders_within(problem, bounds, best, budget, further);
  } else if (problem.tasks() <= options.largest) {
    solve(problem, bounds, best, options, budget);
  } else {
    best.limitation = "the job has " + std::to_string(problem.tasks()) +
                      " tasks, and 'largest' admits jobs of " + std::to_string(options.largest) +
                      " to an exact search, so it was only annealed and bounded";
    if (budget.is_timed()) {
      anneal_on(problem, bounds, best, budget.seconds_left(), further);
    }
  }
  if (best.proved()) best.limitation.clear();
  return best;
}

}  // namespace kairos
