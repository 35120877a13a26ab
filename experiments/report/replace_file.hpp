// Writes a file whole or not at all: a reader never meets half of it.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>

namespace kairos {

/// Lets `write` write a draft beside `path` and renames it. The draft is always a new file,
/// whatever links somebody has planted. Throws InputError if the disk is full, the folder is gone
/// or may not be written to.
void replace_file(const std::filesystem::path& path,
                  const std::function<void(std::ostream&)>& write);

}  // namespace kairos
