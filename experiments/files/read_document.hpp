// Reads a document that is written in YAML or in a format for which there is a reader.
#pragma once

#include <filesystem>

#include "sim/base/value.hpp"
#include "workloads/readers/reader.hpp"

namespace kairos {

/// The largest file that readers accept, because files of networks may contain their weights.
inline constexpr std::uintmax_t largest_foreign_file = (std::uintmax_t{2} << 30U) - 1;

/// Reads one document. Throws InputError. `asked_by` is the place that names the file.
Value read_document(const std::filesystem::path& path, const Reader::Settings& settings = {},
                    const SourceLocation& asked_by = {});

}  // namespace kairos
