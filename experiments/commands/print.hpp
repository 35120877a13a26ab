// Prints text that comes from files: control characters are escaped, line ends are kept.
#pragma once

#include <utility>

#include <fmt/format.h>

#include "sim/base/text.hpp"

namespace kairos {

inline std::string printable_lines(std::string_view text) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    result += printable(text.substr(begin, end - begin));
    if (end < text.size()) result += '\n';
    begin = end + 1;
  }
  return result;
}

template <class... Arguments>
void print(fmt::format_string<Arguments...> format, Arguments&&... arguments) {
  fmt::print("{}", printable_lines(fmt::format(format, std::forward<Arguments>(arguments)...)));
}

}  // namespace kairos
