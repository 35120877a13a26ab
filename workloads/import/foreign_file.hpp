// Reads files of foreign formats with the reader that recognises them.
#pragma once

#include <cstdint>
#include <filesystem>

#include "workloads/import/import_config.hpp"

namespace kairos {

/// The largest file that readers accept, because files of networks may contain their weights.
inline constexpr std::uintmax_t largest_foreign_file = (std::uintmax_t{2} << 30U) - 1;

/// The readers that recognise a file, by name.
std::vector<std::string> formats_of(const Reader::Source& source);

/// The reader for a file: the one that `import` names, or the only one that recognises the file.
/// Throws InputError if there is none or several; the message lists the formats.
std::string format_of(const Reader::Source& source, const ImportConfig& import,
                      const SourceLocation& asked_by);

/// Reads a file into a document. Throws InputError with the line of a mistake, and if the file
/// holds another kind of document than `import.settings.document`.
Value read_foreign(const Reader::Source& source, const ImportConfig& import,
                   const SourceLocation& asked_by);
Value read_foreign_file(const std::filesystem::path& path, const ImportConfig& import,
                        const SourceLocation& asked_by);

}  // namespace kairos
