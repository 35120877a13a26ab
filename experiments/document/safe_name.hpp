// Names of files that come from documents, and paths as messages show them.
#pragma once

#include <filesystem>
#include <string>

namespace kairos {

/// True if a document may name a file or folder so: it stays where it is put, and with an ending it
/// is not too long for a file system.
bool is_plain_name(const std::string& name);
inline constexpr auto plain_name_rule =
    "a plain name for a file: 1 to 200 bytes, not '.' or '..', without '/', '\\' and control "
    "characters";

/// True if the path is relative, goes nowhere upwards and is made of plain names.
bool is_below(const std::filesystem::path& path);

/// A path for messages: cut short in the middle, control characters as '?'.
std::string shown_path(const std::filesystem::path& path);

}  // namespace kairos
