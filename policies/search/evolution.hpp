// A genetic algorithm over plans of one job, for one objective or several.
//
// NSGA-II (Deb, Pratap, Agarwal, Meyarivan, IEEE TEVC 6(2), 2002): of parents and children together
// the better half survives, by front (how many times the non-dominated must be taken away until it
// is among them), within a front by crowding distance. With one objective that is elitist selection
// by its value.
//   first       HEFT's plan, and copies of it changed by 1 to n random moves
//   parents     the better of two drawn at random
//   crossover   the mother's order up to a random cut, then what is left in the father's order,
//   each
//               task on the element of the parent that it comes from: inputs stay before outputs,
//               as in MPQGA (Xu, Li, Hu, Li, Inf. Sciences 270, 2014)
//   mutation    random moves of plan_moves.hpp
// Departure: plans with equal objectives count once, the rest come last, or a plan and its copies
// would fill the population.
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
    f("population", population, "plans that survive a generation").between(2, 10'000);
    f("crossover", crossover, "share of children with two parents").between(0.0, 1.0);
    f("mutations", mutations,
      "random moves per child: up to so many after a crossover, up to twice as many without one")
        .between(1, 1'000);
  }
};

class Evolution {
 public:
  using Assess = std::function<Objectives(const Plan&)>;

  Evolution(const SearchProblem& problem, Plan seed, const EvolutionOptions& options, Random random,
            Assess assess);

  /// Until the budget is spent, or a plan's first objective is no more than `good_enough`. The
  /// survivors, the first front first.
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
  double best_ = std::numeric_limits<double>::infinity();  ///< Of the first objective.
};

}  // namespace kairos
