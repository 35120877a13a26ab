// Reads and writes YAML as Value trees with places. Hostile documents (alias bombs, deep nesting,
// binary files, duplicate keys) are refused with a message.
#pragma once

#include <filesystem>
#include <string>

#include "sim/base/value.hpp"

namespace kairos {

/// Reads one document. Throws InputError. `asked_by` is the place that names the file.
Value read_yaml_file(const std::filesystem::path& path, const SourceLocation& asked_by = {});
/// Reads one document from text; `name` stands for the file in messages.
Value read_yaml_text(const std::string& text, const std::string& name);

/// Writes block style, with keys in the order of the tree.
std::string to_yaml(const Value& value);

}  // namespace kairos
