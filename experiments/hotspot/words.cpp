#include "experiments/hotspot/words.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <memory>
#include <sstream>

#include <fmt/format.h>

#include "sim/base/file.hpp"

namespace kairos::hotspot {

std::vector<std::vector<Word>> read_lines(const std::filesystem::path& path) {
  std::istringstream stream(read_text_file(path));
  const auto name = std::make_shared<const std::string>(path.string());
  std::vector<std::vector<Word>> lines;
  std::string text;
  for (int number = 1; std::getline(stream, text); ++number) {
    std::vector<Word> words;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t begin = text.find_first_not_of(" \t\r", at);
      if (begin == std::string::npos || text[begin] == '#') break;
      const std::size_t end = std::min(text.find_first_of(" \t\r", begin), text.size());
      words.push_back(
          {text.substr(begin, end - begin), {name, number, static_cast<int>(begin) + 1}});
      at = end;
    }
    if (!words.empty()) lines.push_back(std::move(words));
  }
  if (lines.empty()) throw InputError("'" + path.string() + "' is empty; name a file with content");
  return lines;
}

std::optional<double> read_number(std::string_view text) {
  if (text.starts_with('+') && !text.starts_with("+-")) text.remove_prefix(1);
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc{} || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

double number(const Word& word, std::string_view what) {
  const std::optional<double> value = read_number(word.text);
  if (value) return *value;
  throw InputError(word.place, fmt::format("'{}' is not a number; write the {}", word.text, what));
}

double not_negative(const Word& word, std::string_view what) {
  const double value = number(word, what);
  if (value >= 0) return value;
  throw InputError(word.place,
                   fmt::format("the {} is {}; it must be zero or more", what, word.text));
}

}  // namespace kairos::hotspot
