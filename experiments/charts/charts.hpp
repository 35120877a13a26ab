// Draws the pictures of a sweep from the recordings of its runs.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "experiments/experiment/sweep.hpp"

namespace kairos {

/// Returns the recordings of the run with this index; empty if the run has not finished.
using RecordingsOfRun = std::function<std::optional<std::vector<Recording>>(std::size_t)>;

/// Writes gantt_POLICY.svg and chip_POLICY_VALUES.svg for the runs chosen by choose_pictures(), in
/// place of those of an earlier report. Files that Kairos did not write are left alone. Returns the
/// number of pictures that are missing because their run finished without a recording.
std::size_t write_charts(const std::filesystem::path& folder, const Sweep& sweep,
                         const RecordingsOfRun& recordings_of_run);

/// Turns a text into a part of a file name: everything but letters, digits and '-' becomes '_'.
/// Long texts are cut and end in their hash.
std::string file_name_of(const std::string& text);

}  // namespace kairos
