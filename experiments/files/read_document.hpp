// Reads a document that is written in YAML, in our JSON, or in a format for which there is a
// reader.
#pragma once

#include <filesystem>
#include <string_view>

#include "workloads/import/import_config.hpp"

namespace kairos {

/// Reads one document, with the settings `import` if it is given. `wanted` is the kind of document
/// that is needed, "platform" or "workload"; it may be empty. `asked_by` is the place that names
/// the file. Throws InputError.
Value read_document(const std::filesystem::path& path, std::string_view wanted = {},
                    const Value* import = nullptr, const SourceLocation& asked_by = {});
/// Reads one document with settings that are known already. Throws InputError.
Value read_document(const std::filesystem::path& path, const ImportConfig& import,
                    const SourceLocation& asked_by = {});

}  // namespace kairos
