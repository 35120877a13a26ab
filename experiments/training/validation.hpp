// Measures the quality of weights on scenarios that the training never draws.
#pragma once

#include "experiments/training/ranks.hpp"
#include "experiments/training/training_config.hpp"
#include "policies/learned/network.hpp"

namespace kairos {

/// The costs of greedy rounds divided by those of baselines, as geometric means over the scenarios.
/// Costs are those of RewardConfig (latencies by default).
struct Verdict {
  std::vector<double> ratios;  ///< The ratio to each baseline.
  double score = 0;  ///< The ratio to the best baseline of each scenario; lower is better.
};

class Validation {
 public:
  /// Runs the baselines. Here and in judge() the processes divide the scenarios among them.
  Validation(const TrainingConfig& config, std::size_t workers, Ranks& ranks);

  [[nodiscard]] Verdict judge(const Network& network) const;

 private:
  [[nodiscard]] double cost(std::size_t scenario, Policy& policy) const;
  template <class MakePolicy>
  [[nodiscard]] std::vector<double> costs(const MakePolicy& make_policy) const;

  RewardConfig reward_;
  std::vector<Drawn> scenarios_;
  std::vector<std::vector<double>> baselines_;  ///< Costs by baseline and scenario.
  std::size_t workers_;
  Ranks& ranks_;
};

}  // namespace kairos
