// Which kinds of files there are, and which command takes each.
#pragma once

#include <cstdint>
#include <vector>

#include "sim/base/value.hpp"

namespace kairos {

enum class FileKind : std::uint8_t { experiment, quality, training, platform, workload, instance };

/// The kind of a document, by the keys that only one kind has; an experiment when it has none of
/// them.
FileKind kind_of(const Value& document);

/// Throws InputError, which names the command to use instead, when the document is not a map or of
/// another kind than the expected ones; `expected` names what is wanted, as in "experiment".
void require_kind(const Value& document, const std::vector<FileKind>& kinds,
                  const std::string& expected);

}  // namespace kairos
