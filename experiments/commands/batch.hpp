// A batch is something that `kairos run` can run and report: a sweep or a quality table.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "experiments/commands/command.hpp"
#include "experiments/recordings/run_record.hpp"
#include "experiments/report/comparison.hpp"
#include "experiments/store/result_store.hpp"

namespace kairos {

/// The runs of a sweep or quality table, with functions to execute and report them.
struct Batch {
  std::string name, folder, configuration, configuration_hash;
  std::vector<RunKey> keys;
  std::function<Outcome(std::size_t)> run;  ///< Executes the run with this position in `keys`.
  std::function<Comparison(const ResultStore&)> compare;
  /// Returns the number of pictures that could not be drawn because a run has no recording.
  std::function<std::size_t(const std::filesystem::path&, const ResultStore&, const Comparison&)>
      write_report;
};

/// Reads the file and its --set assignments. Runs replay the measured decision times of the result
/// folder `replay`, unless it is empty. Throws InputError if the file is neither an experiment nor
/// a quality table, if it names a folder outside the working folder and the command line names none
/// (`has_folder`), or if there is nothing to replay.
Batch load_batch(const ExperimentOptions& options, bool has_folder, const std::string& replay);

}  // namespace kairos
