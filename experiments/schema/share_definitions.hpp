// Makes a JSON Schema small: what is repeated is written once, under "$defs".
#pragma once

#include <nlohmann/json.hpp>

namespace kairos {

/// Moves properties that are repeated, with their descriptions, to "$defs" if the schema becomes
/// smaller by it. Writes definitions that are used once in the place where they are used.
void share_definitions(nlohmann::ordered_json& schema);

}  // namespace kairos
