// Writes a file whole or not at all: a reader never meets half of it.
#pragma once

#include <filesystem>
#include <string>

namespace kairos {

/// Writes under a temporary name and renames it. Throws InputError when the disk is full or closed.
void write_file(const std::filesystem::path& path, const std::string& text);

}  // namespace kairos
