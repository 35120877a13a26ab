// Reads the text files that `kairos thermal` and HotSpot write, for tests.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace kairos::testing {

/// The words of each line that is not a comment.
inline std::vector<std::vector<std::string>> words_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::vector<std::vector<std::string>> lines;
  for (std::string text; std::getline(stream, text);) {
    if (text.starts_with("#")) continue;
    std::istringstream line(text);
    std::vector<std::string>& words = lines.emplace_back();
    for (std::string word; line >> word;) words.push_back(word);
  }
  return lines;
}

inline double number(const std::string& text) {
  return std::stod(text);
}

}  // namespace kairos::testing
