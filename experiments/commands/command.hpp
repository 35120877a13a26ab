// The verbs of the command line: each adds its subcommand and says what to do when it is chosen.
#pragma once

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace kairos {

/// What most verbs share.
struct ExperimentOptions {
  std::string file;
  std::vector<std::string> assignments;  ///< --set key=value
  std::string seed;                      ///< Empty: as the experiment says.
};

/// Adds FILE, --set and --seed.
void add_experiment_options(CLI::App& verb, ExperimentOptions& options);
/// --set and --seed as assignments, in that order.
std::vector<std::string> all_assignments(const ExperimentOptions& options);

/// "policy" of "policies": a kind is taken in either number.
std::string singular(std::string kind);

void add_check(CLI::App& app);
void add_crosscheck(CLI::App& app);
void add_describe(CLI::App& app);
void add_isolated_run(CLI::App& app);
void add_list(CLI::App& app);
void add_run(CLI::App& app);
void add_schema(CLI::App& app);
void add_solve(CLI::App& app);
void add_story(CLI::App& app);
void add_thermal(CLI::App& app);
void add_trace(CLI::App& app);
void add_train(CLI::App& app);

/// Prints a platform of the library.
void describe_platform(const std::string& name);

}  // namespace kairos
