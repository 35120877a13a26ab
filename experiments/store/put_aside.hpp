// Makes room for new results in a folder without losing those that are there.
#pragma once

#include <filesystem>

namespace kairos {

/// Renames results.sqlite to previous_N.sqlite, with the first number that is free, and moves the
/// files of its report into the folder previous_N. A process that is killed in between leaves all
/// of them in the one or the other place. Call it while no other process uses the folder.
void put_aside(const std::filesystem::path& folder);

/// Throws InputError when the database of the folder is a link or no regular file: what is written
/// into it would go elsewhere.
void refuse_links(const std::filesystem::path& folder);

}  // namespace kairos
