// Simulated annealing of the order and the placement of each arriving job: random changes are kept
// if the plan becomes shorter, and with falling probability if it becomes longer (annealer.hpp).
// The result is never worse than HEFT's plan, from which the search starts.
//
// Kirkpatrick, Gelatt, Vecchi: Optimization by simulated annealing, Science 220, 1983.
#include "policies/search/annealer.hpp"
#include "policies/search/search_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Annealing final : public SearchPolicy {
 public:
  using Options = AnnealingOptions;
  explicit Annealing(const Options& options) : options_(options) {}

 private:
  [[nodiscard]] Plan search(const PlanningProblem& job, const SearchProblem& problem,
                            const PathBounds& bounds, const Plan& heft) override {
    return anneal(problem, bounds, heft, options_,
                  Random::stream(seed(), "annealing", index(job.job())),
                  good_enough(problem, bounds, options_))
        .plan;
  }

  Options options_;
};

const Register<Policy, Annealing> registered{
    "annealing",
    "simulated annealing of task order and placement, from HEFT's plan (Kirkpatrick et al. 1983)"};

}  // namespace
}  // namespace kairos
