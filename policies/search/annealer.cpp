#include "policies/search/annealer.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "policies/planning/heft.hpp"
#include "policies/search/cooling.hpp"

namespace kairos {
namespace {

constexpr double share_of_the_order = 1.0 / 3;

class Annealer {
 public:
  Annealer(const SearchProblem& problem, const PathBounds& bounds, const Plan& seed,
           const AnnealingOptions& options, Random random, Picoseconds good_enough)
      : options_(options),
        random_(random),
        good_enough_(good_enough),
        evaluator_(problem, bounds),
        moves_(problem, seed) {
    best_ = {seed, evaluator_.evaluate(seed)};
    scale_ = static_cast<double>(best_.makespan - problem.release());
  }

  Annealed run() {
    anneal_order();
    const double share = (1 - share_of_the_order) /
                         static_cast<double>(std::max<std::uint64_t>(options_.restarts, 1));
    for (std::uint64_t i = 0; i < options_.restarts; ++i) anneal_plan(share);
    return std::move(best_);
  }

 private:
  [[nodiscard]] Cooling cooling(double share) const {
    return {options_.hottest * scale_, options_.coldest * scale_, options_.evaluations,
            options_.time_limit, share};
  }
  [[nodiscard]] bool is_done() const { return best_.makespan <= good_enough_; }

  [[nodiscard]] Picoseconds limit(double temperature) {
    return current_ - std::llround(temperature * std::log(1 - random_.uniform()));
  }

  void start_from_best() {
    moves_.reset(best_.plan);
    current_ = evaluator_.evaluate(best_.plan);
  }

  void note_best() {
    if (current_ < best_.makespan) best_ = {moves_.plan(), current_};
  }

  void anneal_order() {
    start_from_best();
    Cooling cooling = this->cooling(share_of_the_order);
    while (!is_done() && cooling.goes_on()) {
      const std::size_t first = moves_.shift(random_);
      if (first == moves_.plan().order.size()) continue;
      const Picoseconds makespan =
          evaluator_.try_placing_from(moves_.editable(), first, limit(cooling.temperature()));
      decide(makespan);
    }
  }

  void anneal_plan(double share) {
    start_from_best();
    Cooling cooling = this->cooling(share);
    while (!is_done() && cooling.goes_on()) {
      const std::size_t first = moves_.propose(random_);
      if (first == moves_.plan().order.size()) continue;
      decide(evaluator_.try_from(moves_.plan(), first, limit(cooling.temperature())));
    }
  }

  void decide(Picoseconds makespan) {
    if (makespan == never) {
      evaluator_.drop(moves_.editable());
      moves_.undo();
    } else {
      evaluator_.keep(moves_.plan());
      current_ = makespan;
      note_best();
    }
  }

  const AnnealingOptions& options_;
  Random random_;
  Picoseconds good_enough_, current_ = 0;
  PlanEvaluator evaluator_;
  PlanMoves moves_;
  Annealed best_;
  double scale_ = 0;
};

}  // namespace

Plan heft_plan(const PlanningProblem& problem, const PartialSchedule& schedule) {
  PartialSchedule heft = schedule;
  place_by_heft(problem, heft);
  std::vector<PlannedTask> placed = heft.placed();  // inputs before outputs
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
