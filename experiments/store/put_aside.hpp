// Makes room for new results in a folder and keeps the old results.
#pragma once

#include <filesystem>

namespace kairos {

/// Renames results.sqlite to previous_N.sqlite, with the first free number N, and moves the files
/// of its report into the folder previous_N. If the process is killed in between, every file is in
/// one of the two places. No other process may use the folder during the call.
void put_aside(const std::filesystem::path& folder);

/// Throws InputError if the database of the folder is a link or not a regular file, since writing
/// to it would change something outside of the folder.
void refuse_links(const std::filesystem::path& folder);

}  // namespace kairos
