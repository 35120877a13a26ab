// The shortest schedule of each arriving job, with a proof if the limit allows (exact_search.hpp).
// Each job is planned around the promises to earlier jobs, as if no further job arrived.
//
// The search is our own. Where only the order of tasks is open, as in a job shop, it is a branch
// and bound over that order (order_search.hpp). Otherwise it uses z3 if available: de Moura,
// Bjørner: Z3: an efficient SMT solver, TACAS 2008; or else a branch and bound for about a dozen
// tasks.
//
// How far to trust it: `proved` is a proof within the model of plan_evaluator.hpp, with nominal
// transfer times. Of the eight job shops of up to 15 x 15 tasks in the tests, it proves all but the
// largest.
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
  [[nodiscard]] const std::string& limitation() const override { return limitation_; }

 private:
  void plan(const PlanningProblem& job, PartialSchedule& schedule) override {
    const SearchProblem problem(job, schedule);
    const PathBounds bounds(problem);
    const Exact exact = search_exactly(problem, bounds, heft_plan(job, schedule), options_,
                                       Random::stream(seed(), "optimal", index(job.job())));
    limitation_ = exact.limitation;
    bound_ = Time(Duration::picoseconds(exact.bound));
    PlanEvaluator evaluator(problem, bounds);
    evaluator.evaluate(exact.plan);
    commit(exact.plan, evaluator, schedule);
  }

  Options options_;
  Time bound_;
  std::string limitation_;
};

const Register<Policy, Optimal> registered{
    "optimal", "shortest schedule of each job by exact search, proved optimal if the limits allow"};

}  // namespace
}  // namespace kairos
