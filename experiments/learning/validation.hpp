// How good weights are, on scenarios that the training never draws.
#pragma once

#include "experiments/learning/ranks.hpp"
#include "experiments/learning/training_spec.hpp"
#include "policies/learned/network.hpp"

namespace kairos {

/// Costs of greedy rounds (RewardSpec; latencies unless the training says otherwise) over those of
/// others, averaged geometrically over the scenarios.
struct Verdict {
  std::vector<double> ratios;  ///< To each baseline.
  double score = 0;            ///< To the best baseline of each scenario; the lower, the better.
};

class Validation {
 public:
  /// Runs the baselines. The processes divide the scenarios among them, here and in judge().
  Validation(const TrainingSpec& spec, std::size_t workers, Ranks& ranks);

  [[nodiscard]] Verdict judge(const Network& network) const;

 private:
  [[nodiscard]] double cost(std::size_t scenario, Policy& policy) const;
  template <class MakePolicy>
  [[nodiscard]] std::vector<double> costs(const MakePolicy& make_policy) const;

  RewardSpec reward_;
  std::vector<Drawn> scenarios_;
  std::vector<std::vector<double>> baselines_;  ///< Costs by baseline and scenario.
  std::size_t workers_;
  Ranks& ranks_;
};

}  // namespace kairos
