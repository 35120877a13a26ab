// The scenarios of a sweep point, ready to run, and the part of the experiment that decides their
// outcome.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "experiments/experiment/experiment_config.hpp"

namespace kairos {

/// Data shared by the runs of one sweep point or one drawn seed.
struct PreparedScenario {
  std::shared_ptr<const Scenario> scenario;  ///< Null if it cannot be built.
  std::string physics;                       ///< The text that is hashed, with the files read.
  std::string problem;                       ///< The reason why the scenario cannot be built.
};

/// Returns one entry per seed if scenarios are drawn, otherwise one for all seeds. Different `draw`
/// settings are different points, even if a seed draws the same scenario with both.
std::vector<PreparedScenario> prepare_point(const ExperimentConfig& config);

}  // namespace kairos
