// The JSON Schema of the files that Kairos reads, generated from the fields that read them.
#pragma once

#include <string>
#include <vector>

namespace kairos {

/// "any" and the kinds of files that have a schema: "experiment", "platform" ...
std::vector<std::string> schema_names();

/// The schema of one kind of file, or of all kinds ("any"), as JSON text.
std::string json_schema(const std::string& what);

}  // namespace kairos
