// Simulated annealing of the order and the placement of each arriving job, around what is already
// promised to others; see annealer.hpp. Never worse than HEFT's plan, from which it starts.
#include "policies/planning/planning_policy.hpp"
#include "policies/search/annealer.hpp"
#include "policies/search/lower_bound.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Annealing final : public PlanningPolicy {
 public:
  using Options = AnnealingOptions;
  explicit Annealing(const Options& options) : options_(options) {}

 private:
  void plan(const PlanningProblem& job, PartialSchedule& schedule) override {
    const SearchProblem problem(job, schedule);
    const PathBounds bounds(problem);
    const Annealed annealed = anneal(problem, bounds, heft_plan(job, schedule), options_,
                                     Random::stream(seed(), "annealing", index(job.job())),
                                     lower_bound(problem, bounds).best());
    PlanEvaluator evaluator(problem, bounds);
    evaluator.evaluate(annealed.plan);
    commit(annealed.plan, evaluator, schedule);
  }

  Options options_;
};

const Register<Policy, Annealing> registered{"annealing",
                                             "simulated annealing of order and placement"};

}  // namespace
}  // namespace kairos
