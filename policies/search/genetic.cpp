// A genetic algorithm over the order and the placement of each arriving job, for its makespan; see
// evolution.hpp. Never worse than HEFT's plan, which is in the first population and survives until
// something better comes.
#include "policies/search/evolution.hpp"
#include "policies/search/lower_bound.hpp"
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
    return evolution.run(static_cast<double>(lower_bound(problem, bounds).best())).front().plan;
  }

  Options options_;
};

const Register<Policy, Genetic> registered{"genetic", "genetic algorithm over order and placement"};

}  // namespace
}  // namespace kairos
