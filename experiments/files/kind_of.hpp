// Recognises the kind of a file and names the commands that accept it.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/value.hpp"

namespace kairos {

enum class FileKind : std::uint8_t { experiment, quality, training, platform, workload, instance };

/// The kind of a document, recognised by keys that only this kind has. A document with none of
/// these keys is an experiment.
FileKind kind_of(const Value& document);

/// Throws InputError if the document is not a map or not of one of the expected kinds; the message
/// names the command to use instead. `expected` describes the expected kind, as in "experiment".
void require_kind(const Value& document, const std::vector<FileKind>& kinds,
                  const std::string& expected);

}  // namespace kairos
