// Declares the commands of `kairos`; each function adds its subcommand and the action to run.
#pragma once

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace kairos {

/// Options shared by most commands.
struct ExperimentOptions {
  std::string file;
  std::vector<std::string> assignments;  ///< Values of --set, as key=value.
  std::string seed;                      ///< If empty, the seeds of the experiment are used.
};

/// Adds FILE, --set and --seed to a command; `file` describes FILE.
void add_experiment_options(CLI::App& verb, ExperimentOptions& options,
                            const std::string& file = "YAML file of the experiment");
/// Returns --set and --seed as assignments, in that order.
std::vector<std::string> all_assignments(const ExperimentOptions& options);

/// The singular of a kind ("policies" becomes "policy"), so that users may write either form.
std::string singular(std::string kind);

void add_check(CLI::App& app);
void add_crosscheck(CLI::App& app);
void add_describe(CLI::App& app);
void add_export(CLI::App& app);
void add_import(CLI::App& app);
/// Adds `profile` to the command `import`.
void add_import_profile(CLI::App& import);
void add_fit(CLI::App& app);
void add_isolated_run(CLI::App& app);
void add_list(CLI::App& app);
void add_operators(CLI::App& app);
void add_reproduce(CLI::App& app);
void add_run(CLI::App& app);
void add_schema(CLI::App& app);
void add_solve(CLI::App& app);
void add_story(CLI::App& app);
void add_thermal(CLI::App& app);
void add_trace(CLI::App& app);
void add_train(CLI::App& app);

/// Prints the description of a platform of the library.
void describe_platform(const std::string& name);
/// Prints a model of the library, and what it demands in each of its phases.
void describe_model(const std::string& name);

}  // namespace kairos
