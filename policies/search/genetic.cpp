// A genetic algorithm over the order and the placement of each arriving job, for its makespan:
// plans are combined and changed at random, and the shorter ones survive (evolution.hpp). The
// result is never worse than HEFT's plan, which is in the first population and survives until a
// better one is found.
//
// The crossover follows Xu, Li, Hu, Li (MPQGA): A genetic algorithm for task scheduling on
// heterogeneous computing systems using multiple priority queues, Information Sciences 270, 2014.
#include "policies/search/evolution.hpp"
#include "policies/search/search_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Genetic final : public SearchPolicy {
 public:
  using Options = EvolutionOptions;
  explicit Genetic(const Options& options) : options_(options) {}

 private:
  [[nodiscard]] Plan search(const PlanningProblem& job, const SearchProblem& problem,
                            const PathBounds& bounds, const Plan& heft) override {
    PlanEvaluator evaluator(problem, bounds);
    Evolution evolution(problem, heft, options_,
                        Random::stream(seed(), "genetic", index(job.job())), [&](const Plan& plan) {
                          return Objectives{static_cast<double>(evaluator.evaluate(plan)), 0, 0};
                        });
    return evolution.run(static_cast<double>(good_enough(problem, bounds, options_))).front().plan;
  }

  Options options_;
};

const Register<Policy, Genetic> registered{
    "genetic",
    "genetic algorithm over task order and placement, from HEFT's plan (after Xu et al. 2014)"};

}  // namespace
}  // namespace kairos
