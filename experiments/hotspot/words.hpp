// Splits a HotSpot text file into words with their places.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/error.hpp"

namespace kairos::hotspot {

struct Word {
  std::string text;
  SourceLocation place;
};

/// The words of each line that is neither empty nor a comment. Throws InputError if the file cannot
/// be read or has no words.
std::vector<std::vector<Word>> read_lines(const std::filesystem::path& path);

std::optional<double> read_number(std::string_view text);
/// Throws InputError if the word is not a number. `what` describes the expected number.
double number(const Word& word, std::string_view what);
/// Throws InputError if the word is not a number or is negative.
double not_negative(const Word& word, std::string_view what);

}  // namespace kairos::hotspot
