// Runs kairos on a damaged file and judges how it ends. The program runs in a copy of this process,
// which saves the time of starting it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace kairos::fuzz {

/// Runs kairos with these arguments in a folder, under limits of time (10 s) and memory (1 GB).
/// Returns what is wrong with its end, or an empty text. Wrong are an exit code other than 0, 1 and
/// 2, and an error message that is missing, is longer than 500 characters, has control characters,
/// or does not name one of `files`.
std::string verdict(const std::vector<std::string>& arguments, const std::filesystem::path& folder,
                    const std::vector<std::string>& files);

}  // namespace kairos::fuzz
