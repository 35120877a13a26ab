// PGSAM, Pareto-guided simulated annealing with momentum: every arriving job follows the knee of
// its Pareto front of energy, latency and under-use, after a check (pareto_annealer.hpp;
// device_energy.hpp for DASI, CPQ and Phi).
//
// This is our reconstruction from the abstract of Kumar, Jha: QEIL v2: heterogeneous computing for
// edge intelligence via roofline-derived Pareto-optimal energy modeling and multi-objective
// orchestration, arXiv 2602.06057, 2026.
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

const Register<Policy, Pgsam> registered{"pgsam",
                                         "Pareto-guided annealing of energy, latency and under-use "
                                         "(PGSAM, our reconstruction of QEIL v2's)"};

}  // namespace
}  // namespace kairos
