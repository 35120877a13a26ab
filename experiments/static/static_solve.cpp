#include "experiments/static/static_solve.hpp"

#include "policies/duplicator.hpp"
#include "policies/run.hpp"
#include "policies/search/bound_prover.hpp"
#include "policies/search/lower_bound.hpp"
#include "sim/metrics/fingerprint.hpp"
#include "sim/metrics/timeline.hpp"

namespace kairos {

Time cheap_bound(const Scenario& scenario, Runs runs) {
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  simulator.advance();
  const PlanningProblem job(simulator.view(), JobId{0});
  const SearchProblem problem(job, PartialSchedule(job, scenario.platform, Time{}));
  return Time(Duration::picoseconds(lower_bound(problem, PathBounds(problem, runs)).best()));
}

StaticSolution solve_static(const Scenario& scenario, Time bound, const Choice<Policy>& choice) {
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  Timeline timeline;
  Fingerprint fingerprint;
  simulator.attach(timeline);
  simulator.attach(fingerprint);
  const auto policy = choice.make();
  const DecisionCount count = run(simulator, *policy, 1);
  std::string note;
  if (const BoundProver* const prover = policy->bound_prover()) {
    bound = std::max(bound, prover->proved_bound());
    note = prover->limitation();
  }
  const bool copies = policy->duplicator() != nullptr;
  const Runs runs = copies ? Runs::many : Runs::once;
  if (copies) bound = cheap_bound(scenario, runs);
  return {simulator.view().now(),
          bound,
          runs,
          count.policy_seconds,
          fingerprint.value(),
          std::move(note),
          std::move(timeline.tasks())};
}

}  // namespace kairos
