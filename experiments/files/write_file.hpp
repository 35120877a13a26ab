// Writes files of a result folder. Kairos only replaces and removes files that it has written. The
// list `.kairos_files` in the folder has their names, one per line.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>

namespace kairos {

/// Writes a file of a result folder completely or not at all. Throws InputError if the disk is
/// full, or if something that Kairos has not written has that name: a file, link, device or folder.
void write_file(const std::filesystem::path& path, const std::string& text);
/// Writes a file whose text `write` writes piece by piece.
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);

/// True if the path is a regular file that Kairos has written.
bool is_own_file(const std::filesystem::path& path);
/// Lists a file that is going to be written by other means.
void list_as_own(const std::filesystem::path& path);

/// Creates the folder. Throws InputError if write_file() would later refuse one of these names. A
/// folder of an older Kairos, which has `witness` but no list, gets a list of those files that
/// exist.
void claim_folder(const std::filesystem::path& folder, const std::string& witness,
                  std::span<const std::string> names);

}  // namespace kairos
