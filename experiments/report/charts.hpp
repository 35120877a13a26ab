// Draws the pictures of a sweep from what its runs recorded.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "experiments/sweep.hpp"

namespace kairos {

/// The recordings of a run, by its index; nothing when the run has not finished.
using RecordingsOfRun = std::function<std::optional<std::vector<Recording>>(std::size_t)>;

/// Writes gantt_POLICY.svg and chip_POLICY_VALUES.svg for the runs that choose_pictures() chose, in
/// place of those of an earlier report. Files that Kairos did not write are left alone. Returns the
/// number of pictures that are left out because their run finished without a recording.
std::size_t write_charts(const std::filesystem::path& folder, const Sweep& sweep,
                         const RecordingsOfRun& recordings_of_run);

/// A part of a file name for a text: letters, digits and '-', everything else becomes '_'. Long
/// texts are cut and end in their hash.
std::string file_name_of(const std::string& text);

}  // namespace kairos
