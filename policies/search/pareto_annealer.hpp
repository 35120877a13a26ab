// PGSAM, Pareto-guided simulated annealing with momentum, minimises energy, latency and under-use
// of the elements of one job's plan together.
//
// This is our reconstruction from the abstract of Kumar, Jha: QEIL v2, arXiv 2602.06057, 2026,
// whose pseudo-code and constants were not accessible. It works as follows:
//   - The search starts from HEFT's plan. A neighbour changes the order or an element; the element
//     of a task is drawn in proportion to its momentum,
//     m(t, d) <- mu m(t, d) + (1 - mu) (accepted improvement).
//   - A neighbour that dominates is accepted; any other with probability exp(-delta / T), where
//     delta is the weighted sum of relative objectives. The weights rotate from epoch to epoch;
//     T cools geometrically.
//   - Every accepted plan is offered to an archive (pareto_archive.hpp). The job follows the knee,
//     the member nearest to the ideal point, if it fits the memory of every element and HEFT's plan
//     does not dominate it; otherwise the next nearest member that does, or the knee if none does.
// The first version of QEIL gives the ablations: static_factors (peak power, no affinity, pressure
// or heat), greedy (no worse plan is accepted), no_verify (the knee is followed without these
// checks).
#pragma once

#include <chrono>

#include "policies/planning/planning_problem.hpp"
#include "policies/search/device_energy.hpp"
#include "policies/search/pareto_archive.hpp"
#include "policies/search/plan_moves.hpp"
#include "policies/search/search_budget.hpp"
#include "sim/base/random.hpp"

namespace kairos {

struct PgsamOptions : SearchEffort {
  std::uint64_t archive = 24, epochs = 12;
  double energy = 1, latency = 1, underuse = 1;
  double momentum = 0.9, hottest = 0.1, coldest = 0.001, temperature_c = 45;
  Bytes capacity;
  bool static_factors = false, greedy = false, no_verify = false;

  void describe(Fields& f);
};

/// The objectives are energy and latency relative to HEFT's plan, and the idle share of all slots.
class ParetoAnnealer {
 public:
  ParetoAnnealer(const PlanningProblem& job, const SearchProblem& problem, const PathBounds& bounds,
                 Plan heft, const PgsamOptions& options, Random random);

  /// Evaluates one neighbour; returns false if the budget is spent.
  bool step();
  [[nodiscard]] const ParetoArchive& archive() const { return archive_; }
  /// The plan to follow.
  [[nodiscard]] const Plan& chosen();

 private:
  static constexpr std::size_t no_cell = static_cast<std::size_t>(-1);

  [[nodiscard]] Objectives objectives(const Plan& plan, Picoseconds makespan);
  [[nodiscard]] double worsening(const Objectives& to) const;
  [[nodiscard]] double temperature() const;
  /// Returns the first position that changes, and notes the momentum cell that a relocation
  /// affects.
  std::size_t propose();
  /// Counts a step; returns false if the budget is spent.
  [[nodiscard]] bool goes_on();
  [[nodiscard]] std::uint32_t draw_element(std::uint32_t task);
  void learn(double improvement);

  const SearchProblem& problem_;
  PgsamOptions options_;
  std::uint64_t evaluations_;
  Random random_;
  DeviceEnergy energy_;
  PlanEvaluator evaluator_;
  PlanMoves moves_;
  ParetoArchive archive_;
  std::vector<double> momentum_;  ///< Momentum at task * elements + element.
  std::vector<double> chances_;   ///< Scratch space of draw_element().
  std::size_t cell_ = no_cell;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  std::uint64_t done_ = 0;  ///< The part of the budget that is spent, in evaluations.
  double heft_joules_ = 1, heft_latency_ = 1;
  Objectives current_{}, heft_{};
};

}  // namespace kairos
