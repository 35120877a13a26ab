// The JSON Schema of the files that Kairos reads, made from the same lists that read them.
#pragma once

#include <string>
#include <vector>

namespace kairos {

/// "any", "experiment", "quality", "training", "platform", "workload".
std::vector<std::string> schema_names();

/// The schema of one kind of file, or of all of them ("any"), as JSON text.
std::string json_schema(const std::string& what);

}  // namespace kairos
