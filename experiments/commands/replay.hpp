// The option --replay: runs use the times of scheduling passes that an earlier run has measured.
#pragma once

#include <memory>
#include <string>

#include "experiments/commands/command.hpp"
#include "experiments/experiment/sweep.hpp"
#include "experiments/store/recorded_passes.hpp"

namespace kairos {

/// Adds --replay FOLDER to a command.
void add_replay_option(CLI::App& verb, std::string& folder);

/// The run with the times of its passes that a result folder holds, if its decision time is
/// measured. Returns the run as it is if no folder is given. Throws InputError if the times are not
/// recorded.
RunConfig with_recorded_passes(RunConfig run, const std::string& folder);

/// Executes a run, with the recorded times of its passes if its decision time is measured. Throws
/// InputError if they are not recorded, or if the run differs from the recorded one.
Outcome replay(const RunConfig& run, const RecordedPasses& recorded);

/// Opens the results that the runs of a sweep replay; null if no folder is given. Throws InputError
/// if no run of the sweep measures decision time.
std::shared_ptr<const RecordedPasses> open_recorded_passes(const Sweep& sweep,
                                                           const std::string& folder);

}  // namespace kairos
