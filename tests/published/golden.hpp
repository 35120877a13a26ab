// Tables of published values that are not part of the repository.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <nlohmann/json.hpp>

namespace kairos::testing {

/// The table of a file name such as "31_llm_viewer.json"; empty where the tables are absent.
inline std::optional<nlohmann::json> golden_table(const std::string& file) {
  const auto path = std::filesystem::path(KAIROS_SOURCE_DIR) / "../shared/reference/golden" / file;
  if (!std::filesystem::exists(path)) return std::nullopt;
  return nlohmann::json::parse(std::ifstream(path));
}

}  // namespace kairos::testing
