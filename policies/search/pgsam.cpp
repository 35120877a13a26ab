// PGSAM, our reconstruction of QEIL v2's Pareto-guided simulated annealing with momentum, as a
// policy: every arriving job follows the verified knee of its Pareto front of energy, latency and
// under-use; see pareto_annealer.hpp and, for DASI, CPQ and Phi, device_energy.hpp.
#include "policies/planning/planning_policy.hpp"
#include "policies/search/annealer.hpp"
#include "policies/search/pareto_annealer.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Pgsam final : public PlanningPolicy {
 public:
  using Options = PgsamOptions;
  explicit Pgsam(const Options& options) : options_(options) {}

 private:
  void plan(const PlanningProblem& job, PartialSchedule& schedule) override {
    const SearchProblem problem(job, schedule);
    const PathBounds bounds(problem);
    ParetoAnnealer search(job, problem, bounds, heft_plan(job, schedule), options_,
                          Random::stream(seed(), "pgsam", index(job.job())));
    while (search.step()) {
    }
    const Plan& chosen = search.chosen();
    PlanEvaluator evaluator(problem, bounds);
    evaluator.evaluate(chosen);
    commit(chosen, evaluator, schedule);
  }

  Options options_;
};

const Register<Policy, Pgsam> registered{
    "pgsam", "Pareto-guided annealing of energy, latency and under-use (our reconstruction)"};

}  // namespace
}  // namespace kairos
