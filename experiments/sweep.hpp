// An experiment as a list of runs: sweep points x policies x seeds.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "experiments/experiment.hpp"
#include "experiments/recordings/pictures.hpp"
#include "experiments/run_record.hpp"

namespace kairos {

/// One run, complete: equal specifications give equal outcomes.
struct RunSpec {
  RunKey key;
  std::shared_ptr<const Scenario> scenario;  ///< Of its sweep point; its seed is not used.
  std::shared_ptr<const ExperimentSpec> experiment;
  Choice<Policy> policy;
  bool keep_tasks = false;
  Pictures pictures;  ///< What is recorded; the outcome does not depend on it otherwise.
};

/// A run that cannot be, unlike others of its sweep: its scenario cannot be built.
struct ImpossibleRun {
  RunKey key;  ///< Its index follows those of the runs that can be.
  std::string message;
};

/// A sweep that is ready to run. `experiment` is that of the first point.
struct Sweep {
  std::shared_ptr<const ExperimentSpec> experiment;
  std::string configuration;       ///< The resolved experiment, as YAML.
  std::string configuration_hash;  ///< XXH3 of it, in hex.
  std::vector<RunSpec> runs;
  std::vector<ImpossibleRun> impossible;
};

/// XXH3, in hex.
std::string hash_of(const std::string& text);

/// Checks everything that can be checked without running. Throws InputError when the document is
/// wrong or no run is possible.
Sweep expand(const Value& experiment_tree);

/// The first run under a policy, by label; under the first policy when the label is empty.
const RunSpec& find_run(const Sweep& sweep, const std::string& policy);

/// The run as an experiment of its own, for a process of its own.
std::string single_run_document(const RunSpec& spec);

}  // namespace kairos
