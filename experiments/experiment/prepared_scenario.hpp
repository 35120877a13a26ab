// The scenarios of a sweep point, ready to run, and the part of the experiment that decides their
// outcome.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/shared_scenario.hpp"

namespace kairos {

struct PreparedScenario {
  std::shared_ptr<const SharedScenario> scenario;  ///< Null if it is known to be impossible.
  std::string problem;                             ///< The reason why it is impossible.
};

struct PreparedPoint {
  std::string physics;  ///< The text for the hashes of runs: all settings that decide an outcome,
                        ///< and a hash of the files read.
  /// One entry per seed if scenarios are drawn, otherwise one for all seeds.
  std::vector<PreparedScenario> scenarios;
};

/// Builds the scenario of a sweep point. If scenarios are drawn, only that of the first seed is
/// built, and a problem with another one appears when it is needed.
PreparedPoint prepare_point(const std::shared_ptr<const ExperimentConfig>& config);

}  // namespace kairos
