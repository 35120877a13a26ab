#include "workloads/import/word_lines.hpp"

#include <charconv>
#include <cmath>

#include "sim/base/file.hpp"
#include "sim/base/units.hpp"

namespace kairos {

WordLines::WordLines(const Reader::Source& source)
    : text_(text_of(source.contents, source.path)),
      file_(std::make_shared<const std::string>(source.path)) {}

bool WordLines::next() {
  constexpr std::string_view spaces = " \t";
  const std::string_view text = text_;
  while (at_ < text.size()) {
    const std::size_t end = std::min(text.find('\n', at_), text.size());
    line_ = text.substr(at_, end - at_);
    at_ = end + 1;
    ++number_;
    words_.clear();
    for (std::size_t begin = line_.find_first_not_of(spaces); begin != std::string_view::npos;) {
      const std::size_t stop = std::min(line_.find_first_of(spaces, begin), line_.size());
      words_.push_back(line_.substr(begin, stop - begin));
      begin = line_.find_first_not_of(spaces, stop);
    }
    if (!words_.empty() && words_.front().front() != '#') return true;
  }
  return false;
}

std::string WordLines::word(std::size_t position, const std::string& what) const {
  if (position >= words_.size()) throw error("the line ends before " + what + "; complete it");
  return std::string(words_[position]);
}

double WordLines::number(std::size_t position, const std::string& what) const {
  const std::string text = word(position, what);
  double value = -1;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size() || !(value >= 0) ||
      !std::isfinite(value)) {
    throw error("'" + text + "' is not " + what + "; write a number that is zero or more");
  }
  return value;
}

std::size_t WordLines::count(std::size_t position, const std::string& what) const {
  const std::string text = word(position, what);
  std::size_t value = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (wrong != std::errc{} || end != text.data() + text.size()) {
    throw error("'" + text + "' is not " + what + "; write a whole number");
  }
  return value;
}

}  // namespace kairos
