// PGSAM, our reconstruction of QEIL v2's Pareto-guided simulated annealing with momentum, as a
// policy: every arriving job follows the verified knee of its Pareto front of energy, latency and
// under-use; see pareto_annealer.hpp and, for DASI, CPQ and Phi, device_energy.hpp.
#include "policies/search/pareto_annealer.hpp"
#include "policies/search/search_policy.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class Pgsam final : public SearchPolicy {
 public:
  using Options = PgsamOptions;
  explicit Pgsam(const Options& options) : options_(options) {}

 private:
  [[nodiscard]] Plan search(const PlanningProblem& job, const SearchProblem& problem,
                            const PathBounds& bounds, const Plan& heft) override {
    ParetoAnnealer search(job, problem, bounds, heft, options_,
                          Random::stream(seed(), "pgsam", index(job.job())));
    while (search.step()) {
    }
    return search.chosen();
  }

  Options options_;
};

const Register<Policy, Pgsam> registered{
    "pgsam", "Pareto-guided annealing of energy, latency and under-use (our reconstruction)"};

}  // namespace
}  // namespace kairos
