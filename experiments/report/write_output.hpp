// Output that a user directs to a place, such as `--out FILE` of kairos trace.
#pragma once

#include <filesystem>
#include <string_view>

namespace kairos {

/// A regular file is replaced whole or not at all, a symbolic link is followed, devices and pipes
/// are written to. Throws InputError for a folder, and where nothing can be written.
void write_output(const std::filesystem::path& path, std::string_view text);

}  // namespace kairos
