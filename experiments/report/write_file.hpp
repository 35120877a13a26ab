// Files of a result folder. Kairos replaces and removes only those that it has written itself:
// their names stand in the folder's list `.kairos_files`, one a line.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <span>
#include <string>

namespace kairos {

/// Writes a file of a result folder, whole or not at all. Throws InputError if the disk is full, or
/// if something that Kairos has not written has that name: a file, a link, a device, a folder.
void write_file(const std::filesystem::path& path, const std::string& text);
/// The same of a text that `write` writes piece by piece.
void write_file(const std::filesystem::path& path, const std::function<void(std::ostream&)>& write);

/// True if Kairos has written the file, and for a regular file only.
bool is_own_file(const std::filesystem::path& path);
/// Lists a file that is written by other means; call it before.
void list_as_own(const std::filesystem::path& path);

/// Makes the folder, and throws InputError where write_file() would later do so for these names. A
/// folder of an earlier Kairos, which has `witness` but no list, gets one of those that are there.
void claim_folder(const std::filesystem::path& folder, const std::string& witness,
                  std::span<const std::string> names);

}  // namespace kairos
