// Writes output to a place that the user names, such as `--out FILE` of kairos trace.
#pragma once

#include <filesystem>
#include <string_view>

namespace kairos {

/// Replaces a regular file completely or not at all, follows symbolic links, and writes to devices
/// and pipes. Throws InputError for a folder, or if writing fails.
void write_output(const std::filesystem::path& path, std::string_view text);

}  // namespace kairos
