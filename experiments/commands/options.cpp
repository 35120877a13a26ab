#include <CLI/CLI.hpp>

#include "experiments/commands/command.hpp"

namespace kairos {

void add_experiment_options(CLI::App& verb, ExperimentOptions& options, const std::string& file) {
  verb.add_option("file", options.file, file)->required();
  verb.add_option(
          "--set", options.assignments,
          "Override a value: key=value, with dots between keys (workload.streams.0.jobs=50)")
      ->allow_extra_args(false)
      ->take_all();
  verb.add_option("--seed", options.seed, "Run only this seed");
}

std::vector<std::string> all_assignments(const ExperimentOptions& options) {
  std::vector<std::string> assignments = options.assignments;
  if (!options.seed.empty()) assignments.push_back("seeds=[" + options.seed + "]");
  return assignments;
}

std::string singular(std::string kind) {
  if (kind.ends_with("ies")) return kind.replace(kind.size() - 3, 3, "y");
  if (kind.ends_with('s')) kind.pop_back();
  return kind;
}

}  // namespace kairos
