// The shortest schedule of each arriving job, with a proof if the limit allows (exact_search.hpp).
// Each job is planned around the promises to earlier jobs, as if no further job arrived.
//
// The search is our own. It uses z3 if available: de Moura, Bjørner: Z3: an efficient SMT solver,
// TACAS 2008; otherwise a branch and bound.
#include "policies/exact/exact_search.hpp"
#include "policies/planning/planning_policy.hpp"
#include "policies/search/bound_prover.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Optimal final : public PlanningPolicy, public BoundProver {
 public:
  using Options = ExactOptions;
  explicit Optimal(const Options& options) : options_(options) {}

  [[nodiscard]] const BoundProver* bound_prover() const override { return this; }
  [[nodiscard]] Time proved_bound() const override { return bound_; }

 private:
  void plan(const PlanningProblem& job, PartialSchedule& schedule) override {
    const SearchProblem problem(job, schedule);
    const PathBounds bounds(problem);
    const Exact exact = search_exactly(problem, bounds, heft_plan(job, schedule), options_,
                                       Random::stream(seed(), "optimal", index(job.job())));
    bound_ = Time(Duration::picoseconds(exact.bound));
    PlanEvaluator evaluator(problem, bounds);
    evaluator.evaluate(exact.plan);
    commit(exact.plan, evaluator, schedule);
  }

  Options options_;
  Time bound_;
};

const Register<Policy, Optimal> registered{
    "optimal", "shortest schedule of each job by exact search, proved optimal if the limits allow"};

}  // namespace
}  // namespace kairos
