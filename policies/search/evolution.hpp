// A genetic algorithm over plans of one job, for one or several objectives.
//
// Selection follows NSGA-II (Deb, Pratap, Agarwal, Meyarivan, IEEE TEVC 6(2), 2002): the better
// half of parents and children survives, ordered by front and, within a front, by crowding
// distance. The front of a plan is the number of times that the non-dominated plans must be removed
// before it is among them. With one objective this is elitist selection by its value.
//   first       HEFT's plan, and copies of it changed by 1 to n random moves
//   parents     the better of two drawn at random
//   crossover   the mother's order up to a random cut, then the remaining tasks in the father's
//               order, so that inputs stay before outputs, as in MPQGA (Xu, Li, Hu, Li, Inf.
//               Sciences 270, 2014); each task keeps the element of the parent it comes from
//   mutation    random moves of plan_moves.hpp
// Departure: of plans with equal objectives only one is ranked and the copies come last; otherwise
// a plan and its copies would fill the population.
#pragma once

#include <functional>

#include "policies/search/pareto_archive.hpp"
#include "policies/search/plan_moves.hpp"
#include "policies/search/search_budget.hpp"

namespace kairos {

struct EvolutionOptions : SearchEffort {
  std::uint64_t population = 50, mutations = 8;
  double crossover = 0.8;

  void describe(Fields& f) {
    SearchEffort::describe(f);
    f("population", population, "number of plans that survive a generation").between(2, 10'000);
    f("crossover", crossover, "fraction of children with two parents").between(0.0, 1.0);
    f("mutations", mutations,
      "maximum number of random moves per child after a crossover; twice as many without one")
        .between(1, 1'000);
  }
};

class Evolution {
 public:
  using Assess = std::function<Objectives(const Plan&)>;

  Evolution(const SearchProblem& problem, Plan seed, const EvolutionOptions& options, Random random,
            Assess assess);

  /// Runs until the budget is spent, or until a plan's first objective is at most `good_enough`.
  /// Returns the survivors, the first front first.
  std::vector<ParetoPlan> run(double good_enough);

 private:
  struct Individual {
    ParetoPlan plan;
    std::size_t front = 0;
    double crowding = 0;
  };

  void add(Plan plan);
  [[nodiscard]] Plan child();
  [[nodiscard]] const Plan& parent();
  [[nodiscard]] Plan cross(const Plan& mother, const Plan& father);
  [[nodiscard]] Plan mutated(Plan plan, std::uint64_t moves);
  void select();
  void find_fronts();
  void measure_crowding();

  EvolutionOptions options_;
  Random random_;
  Assess assess_;
  PlanMoves moves_;
  Plan seed_;
  SearchBudget budget_;
  std::vector<Individual> population_;
  double best_ = std::numeric_limits<double>::infinity();  ///< The best first objective.
};

}  // namespace kairos
