// NSGA-II over the makespan and the energy of each arriving job's plan: a genetic algorithm keeps
// the plans that no other plan dominates (evolution.hpp), and the job follows one of them.
//
// Deb, Pratap, Agarwal, Meyarivan: A fast and elitist multiobjective genetic algorithm: NSGA-II,
// IEEE Trans. Evolutionary Computation 6(2), 2002.
//
// The energy is the power that the elements draw beyond idling while they run the plan's tasks,
// alone in their clusters and at the present operating points: (P_busy - P_idle) w, summed over the
// tasks. The job follows the knee of the last front, which is the plan nearest to the ideal point,
// with both objectives scaled to the range of the front and weighted.
#include "policies/search/evolution.hpp"
#include "policies/search/search_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// Returns the joules of each task on each element.
std::vector<double> energies(const PlanningProblem& job) {
  const Platform& platform = job.view().platform();
  std::vector<double> joules;
  joules.reserve(job.task_count() * job.element_count());
  for (const TaskId task : ids<TaskId>(job.task_count())) {
    for (const ElementId e : ids<ElementId>(job.element_count())) {
      const ClusterId cluster = platform.elements[e].cluster;
      const OperatingPoint& point = platform.cluster_of(e).points[job.view().point(cluster)];
      const Watts busy = point.power[1].busy - point.power[0].idle;
      joules.push_back(busy.value() * job.duration(task, e).seconds());
    }
  }
  return joules;
}

class Nsga2 final : public SearchPolicy {
 public:
  struct Options : EvolutionOptions {
    double makespan = 1, energy = 1;

    void describe(Fields& f) {
      EvolutionOptions::describe(f);
      f("makespan", makespan, "weight of the makespan when a plan is chosen from the Pareto front")
          .not_negative();
      f("energy", energy, "weight of the energy when a plan is chosen from the Pareto front")
          .not_negative();
    }
  };
  explicit Nsga2(const Options& options) : options_(options) {}

 private:
  [[nodiscard]] Plan search(const PlanningProblem& job, const SearchProblem& problem,
                            const PathBounds& bounds, const Plan& heft) override {
    PlanEvaluator evaluator(problem, bounds);
    const std::vector<double> joules = energies(job);
    const auto assess = [&](const Plan& plan) {
      double sum = 0;
      for (std::size_t t = 0; t < problem.tasks(); ++t) {
        sum += joules[t * problem.elements() + plan.element[t]];
      }
      return Objectives{static_cast<double>(evaluator.evaluate(plan)), sum, 0};
    };
    Evolution evolution(problem, heft, options_, Random::stream(seed(), "nsga2", index(job.job())),
                        assess);
    constexpr double no_end = -1;
    constexpr Objectives unused{};
    const std::vector<ParetoPlan> survivors = evolution.run(no_end);
    ParetoArchive front(survivors.size(), unused);
    for (const ParetoPlan& plan : survivors) front.offer(plan.plan, plan.objectives);
    const auto order = front.by_distance({options_.makespan, options_.energy, 0});
    return front.members()[order.front()].plan;
  }

  Options options_;
};

const Register<Policy, Nsga2> registered{
    "nsga2", "Pareto front of makespan and energy, follows the knee (NSGA-II, Deb et al. 2002)"};

}  // namespace
}  // namespace kairos
