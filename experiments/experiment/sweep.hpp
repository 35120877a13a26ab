// Expands an experiment into its runs: sweep points x policies x seeds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/shared_scenario.hpp"
#include "experiments/recordings/pictures.hpp"
#include "experiments/recordings/run_record.hpp"

namespace kairos {

/// The complete specification of a run: equal specifications give equal outcomes.
struct RunConfig {
  RunKey key;
  std::shared_ptr<const SharedScenario> shared_scenario;
  std::shared_ptr<const ExperimentConfig> experiment;
  Choice<Policy> policy;
  DecisionTimeConfig decision_time;  ///< That of the policy, or else that of the experiment.
  bool keep_tasks = false;
  Pictures pictures;  ///< The pictures to record; the rest of the outcome does not depend on them.
  /// Processor times of scheduling passes that the run uses instead of measuring; null to measure.
  std::shared_ptr<const PassTimes> pass_times = {};

  /// The scenario. Its `seed` has no meaning; a run uses `key.seed`. Throws InputError if the
  /// scenario cannot be built.
  [[nodiscard]] std::shared_ptr<const Scenario> scenario() const { return shared_scenario->get(); }
};

/// A run whose scenario cannot be built. The other runs of the sweep can still be executed.
struct ImpossibleRun {
  RunKey key;  ///< Its index follows the indices of all possible runs.
  std::string message;
};

/// A sweep that is ready to run. `experiment` is the experiment at the first sweep point.
struct Sweep {
  std::shared_ptr<const ExperimentConfig> experiment;
  std::string configuration;       ///< The resolved experiment as YAML.
  std::string configuration_hash;  ///< XXH3 hash of `configuration`, in hexadecimal.
  std::vector<RunConfig> runs;
  std::vector<ImpossibleRun> impossible;
};

/// The XXH3 hash of a text, in hexadecimal.
std::string hash_of(const std::string& text);

/// Expands a resolved experiment document, and checks everything that can be checked without
/// running. Throws InputError if the document is invalid or no run is possible.
Sweep expand(const Value& experiment_tree);

/// Finds the first run of the policy with this label, or the first run of the sweep if the label is
/// empty. Throws InputError if there is no such policy.
const RunConfig& find_run(const Sweep& sweep, const std::string& policy);

/// Writes one run as an experiment document in JSON, from which a child process executes it.
std::string single_run_document(const RunConfig& config);

}  // namespace kairos
