#include "experiments/training/validation.hpp"

#include <cmath>

#include "experiments/execute/in_parallel.hpp"
#include "experiments/training/cost_curve.hpp"
#include "policies/learned/greedy_rounds.hpp"
#include "policies/run.hpp"

namespace kairos {

Validation::Validation(const TrainingConfig& config, std::size_t workers, Ranks& ranks)
    : reward_(config.reward), workers_(workers), ranks_(ranks) {
  VariationConfig variation = config.variation;
  variation.load = config.validation.load;
  variation.noise = config.validation.noise;
  scenarios_.resize(config.validation.scenarios);
  in_parallel(scenarios_.size(), workers_, [&](std::size_t i) {
    scenarios_[i] = draw(config.domains, variation, config.validation.jobs,
                         Random::stream(config.seed, "validation", i));
  });
  for (const Choice<Policy>& baseline : config.validation.baselines) {
    baselines_.push_back(costs([&] { return baseline.make(); }));
  }
}

/// The costs of all scenarios, each with a new policy.
template <class MakePolicy>
std::vector<double> Validation::costs(const MakePolicy& make_policy) const {
  std::vector<double> costs(scenarios_.size());
  in_parallel(scenarios_.size(), workers_, [&](std::size_t i) {
    if (!ranks_.owns(i)) return;
    const auto policy = make_policy();
    costs[i] = cost(i, *policy);
  });
  ranks_.share(costs);
  return costs;
}

double Validation::cost(std::size_t scenario, Policy& policy) const {
  const Scenario& s = scenarios_[scenario].scenario;
  Simulator simulator(s, make_event_backend(s.platform));
  CostCurve costs(reward_);
  simulator.attach(costs);
  run(simulator, policy, [&] { costs.measure(simulator); });
  return costs.total(simulator.view().now());
}

Verdict Validation::judge(const Network& network) const {
  const std::vector<double> own = costs([&] { return std::make_unique<GreedyRounds>(network); });
  const auto mean_ratio = [&](const std::vector<double>& to) {
    double sum = 0;
    for (std::size_t i = 0; i < to.size(); ++i) sum += std::log(own[i] / to[i]);
    return std::exp(sum / static_cast<double>(to.size()));
  };
  Verdict verdict;
  std::vector<double> best = baselines_.front();
  for (const std::vector<double>& baseline : baselines_) {
    verdict.ratios.push_back(mean_ratio(baseline));
    for (std::size_t i = 0; i < best.size(); ++i) best[i] = std::min(best[i], baseline[i]);
  }
  verdict.score = mean_ratio(best);
  return verdict;
}

}  // namespace kairos
