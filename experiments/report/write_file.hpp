// Writes a file whole or not at all: a reader never meets half of it.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>

namespace kairos {

/// Writes under a temporary name and renames it. Throws InputError when the disk is full or closed.
void write_file(const std::filesystem::path& path, const std::string& text);
/// The same of a text that `write` writes piece by piece.
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);

}  // namespace kairos
