// Writes a file completely or not at all, so that no reader sees a part of it.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>

namespace kairos {

/// Calls `write` to write a temporary file beside `path`, then renames it. The temporary file is
/// always a new file, even if somebody has created links. Throws InputError if the disk is full, or
/// if the folder does not exist or is not writable.
void replace_file(const std::filesystem::path& path,
                  const std::function<void(std::ostream&)>& write);

}  // namespace kairos
