#include "tests/fuzz/mutations.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace kairos::fuzz {
namespace {

using namespace std::string_view_literals;

constexpr std::array words = {"0"sv,
                              "-1"sv,
                              "1"sv,
                              "18446744073709551615"sv,
                              "9223372036854775808"sv,
                              "1e308"sv,
                              "5e-324"sv,
                              "nan"sv,
                              "inf"sv,
                              "0.1"sv,
                              "-0.0 ms"sv,
                              "1e300 s"sv,
                              "1 ps"sv,
                              "100 h"sv,
                              "1 THz"sv,
                              "\"\""sv,
                              "[]"sv,
                              "{}"sv,
                              "~"sv,
                              "true"sv,
                              "&a [*a]"sv,
                              "*a"sv,
                              "!!map"sv,
                              "[[[[[[[[[[1]]]]]]]]]]"sv,
                              "../../x"sv,
                              "/dev/zero"sv,
                              "all"sv,
                              "name"sv,
                              "\x1b]0;x\x07"sv,
                              "\xff\xfe"sv,
                              "\r\n"sv,
                              "\t"sv,
                              "- "sv,
                              ": "sv,
                              "'"sv,
                              "\""sv,
                              "#"sv,
                              "|"sv,
                              "\xef\xbb\xbf"sv,
                              "{name: poisson}"sv,
                              "heft"sv,
                              "cpu"sv,
                              "1 GB"sv,
                              "1 W"sv,
                              "45 C"sv};

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || std::string_view("_./-+").find(c) < 5;
}

std::size_t anywhere(const std::string& text, Random& random) {
  return random.index(text.size());
}

/// The first byte and the length of the line around a position, with its line end.
std::pair<std::size_t, std::size_t> line_at(const std::string& text, std::size_t at) {
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t begin = before == std::string::npos ? 0 : before + 1;
  const std::size_t end = std::min(text.find('\n', begin), text.size() - 1);
  return {begin, end + 1 - begin};
}

void replace_word(std::string& text, Random& random) {
  std::size_t begin = anywhere(text, random);
  while (begin < text.size() && !is_word(text[begin])) ++begin;
  while (begin > 0 && begin < text.size() && is_word(text[begin - 1])) --begin;
  std::size_t end = begin;
  while (end < text.size() && is_word(text[end])) ++end;
  text.replace(begin, end - begin, words[random.index(words.size())]);
}

void damage_line(std::string& text, Random& random) {
  const auto [begin, length] = line_at(text, anywhere(text, random));
  const std::string line = text.substr(begin, length);
  const std::size_t kind = random.index(4);
  if (kind == 0) {
    text.erase(begin, length);
  } else if (kind == 1) {
    text.insert(begin, line);
  } else if (kind == 2) {
    text.insert(begin, random.index(2) == 0 ? "  " : "\t");
  } else {
    text.erase(begin, length);
    text.insert(text.empty() ? 0 : line_at(text, anywhere(text, random)).first, line);
  }
}

void damage_bytes(std::string& text, Random& random) {
  const std::size_t at = anywhere(text, random);
  const std::size_t kind = random.index(4);
  if (kind == 0) {
    text[at] = static_cast<char>(random.index(256));
  } else if (kind == 1) {
    text.erase(at, 1 + random.index(8));
  } else if (kind == 2) {
    text.insert(at, 1, static_cast<char>(random.index(256)));
  } else {
    text[at] = static_cast<char>(static_cast<unsigned char>(text[at]) ^ (1U << random.index(8)));
  }
}

void damage_much(std::string& text, Random& random) {
  const std::size_t at = anywhere(text, random);
  const std::size_t kind = random.index(3);
  if (kind == 0) {
    text.resize(at);
  } else if (kind == 1) {
    text.insert(at, text.substr(at, 1 + random.index(400)));
  } else {
    text.insert(at, std::string(1 + random.index(600), text[at]));
  }
}

}  // namespace

std::string mutated(std::string text, Random& random) {
  const std::size_t changes = 1 + random.index(4);
  for (std::size_t i = 0; i < changes && !text.empty(); ++i) {
    const std::size_t kind = random.index(10);
    if (kind < 4) {
      replace_word(text, random);
    } else if (kind < 7) {
      damage_line(text, random);
    } else if (kind < 9) {
      damage_bytes(text, random);
    } else {
      damage_much(text, random);
    }
  }
  return text;
}

}  // namespace kairos::fuzz
