#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/files/library.hpp"
#include "sim/base/error.hpp"
#include "sim/base/file.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// Refuses a file that does not exist if a file that comes with Kairos has its name.
void suggest_library_file(const std::string& file) {
  if (is_there(file)) return;
  const std::string name = fs::path(file).stem().string();
  for (const Shelf shelf : {Shelf::experiments, Shelf::papers, Shelf::silicon, Shelf::platforms,
                            Shelf::workloads, Shelf::models}) {
    const std::vector<std::string> names = shelf_names(shelf);
    if (std::ranges::find(names, name) == names.end()) continue;
    const fs::path known = shelf_folder(shelf) / fs::path(name).concat(".yaml");
    throw InputError(
        fmt::format("{}: the file does not exist; did you mean '{}'?", file, known.string()));
  }
}

}  // namespace

void add_experiment_options(CLI::App& verb, ExperimentOptions& options, const std::string& file) {
  verb.add_option("file", options.file, file)->required()->each(suggest_library_file);
  verb.add_option(
          "--set", options.assignments,
          "Override a value: key=value, with dots between keys (workload.streams.0.jobs=50)")
      ->allow_extra_args(false)
      ->take_all();
  verb.add_option("--seed", options.seed, "Run only this seed");
}

std::vector<std::string> all_assignments(const ExperimentOptions& options) {
  std::vector<std::string> assignments = options.assignments;
  if (options.seed.empty()) return assignments;
  if (options.seed.find_first_not_of("0123456789") != std::string::npos) {
    throw InputError("--seed: '" + options.seed +
                     "' is not a whole number; write digits only, such as --seed 3");
  }
  assignments.push_back("seeds=[" + options.seed + "]");
  return assignments;
}

std::string singular(std::string kind) {
  if (kind.ends_with("ies")) return kind.replace(kind.size() - 3, 3, "y");
  if (kind.ends_with('s')) kind.pop_back();
  return kind;
}

}  // namespace kairos
