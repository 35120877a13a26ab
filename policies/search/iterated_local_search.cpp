// Iterated local search over the order and the placement of each arriving job: descents to a local
// optimum alternate with random changes (local_search.hpp). The result is never worse than HEFT's
// plan, from which the search starts.
//
// Lourenco, Martin, Stuetzle: Iterated local search, in Handbook of Metaheuristics, 2003.
#include "policies/search/local_search.hpp"
#include "policies/search/search_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class IteratedLocalSearch final : public SearchPolicy {
 public:
  using Options = LocalSearchOptions;
  explicit IteratedLocalSearch(const Options& options) : options_(options) {}

 private:
  [[nodiscard]] Plan search(const PlanningProblem& job, const SearchProblem& problem,
                            const PathBounds& bounds, const Plan& heft) override {
    return search_locally(problem, bounds, heft, options_,
                          Random::stream(seed(), "iterated_local_search", index(job.job())),
                          good_enough(problem, bounds, options_))
        .plan;
  }

  Options options_;
};

const Register<Policy, IteratedLocalSearch> registered{
    "iterated_local_search",
    "local search over task order and placement, restarted by random moves (Lourenco et al. 2003)"};

}  // namespace
}  // namespace kairos
