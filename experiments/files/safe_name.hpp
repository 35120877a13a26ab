// Checks file names and paths that come from documents, and shortens paths for messages.
#pragma once

#include <filesystem>
#include <string>

namespace kairos {

/// True if a document may use this name for a file or folder: it does not lead to another folder,
/// and with an extension it is short enough for file systems.
bool is_plain_name(const std::string& name);
inline constexpr auto plain_name_rule =
    "a plain name for a file: 1 to 200 bytes, not '.' or '..', without '/', '\\' and control "
    "characters";

/// True if the path is relative, does not lead upwards and consists of plain names.
bool is_below(const std::filesystem::path& path);

/// A path for messages: long paths are cut in the middle, control characters are shown as '?'.
std::string shown_path(const std::filesystem::path& path);

}  // namespace kairos
