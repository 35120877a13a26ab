#include "sim/base/text.hpp"

#include <array>
#include <cstdint>

namespace kairos {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) {
  return static_cast<unsigned char>(text[at]);
}

bool is_continuation(std::string_view text, std::size_t at) {
  return at < text.size() && (byte_at(text, at) & 0xC0U) == 0x80U;
}

/// The number of bytes that the lead byte of a UTF-8 sequence announces; 0 if it is not a lead
/// byte.
std::size_t announced_length(unsigned char lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

struct CodePoint {
  std::uint32_t value = 0;
  std::size_t bytes = 0;  ///< Length in bytes; zero if the bytes are not UTF-8.
};

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const unsigned char lead = byte_at(text, at);
  const std::size_t length = announced_length(lead);
  if (length <= 1) return {lead, length};
  std::uint32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(text, at + i)) return {};
    value = (value << 6U) | (byte_at(text, at + i) & 0x3FU);
  }
  constexpr std::array<std::uint32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = value >= 0xD800 && value < 0xE000;
  if (value < least[length] || value > 0x10FFFF || is_surrogate) return {};
  return {value, length};
}

/// True for control characters, line separators, byte-order marks and marks of writing direction.
bool is_control(std::uint32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) || c == 0xFEFF;
}

void append_escaped(std::string& to, unsigned char byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (byte) {
    case '\n':
      to += "\\n";
      break;
    case '\r':
      to += "\\r";
      break;
    case '\t':
      to += "\\t";
      break;
    default:
      to.append("\\x").append(1, digits[byte >> 4U]).append(1, digits[byte & 15U]);
  }
}

/// The largest position, at most `at`, that does not split a UTF-8 sequence.
std::size_t boundary_before(std::string_view text, std::size_t at) {
  while (at > 0 && is_continuation(text, at)) --at;
  return at;
}

bool opens_quote(std::string_view text, std::size_t at) {
  return text[at] == '\'' && (at == 0 || std::string_view(" ([{:=").find(text[at - 1]) < 6);
}

bool closes_quote(std::string_view text, std::size_t at) {
  return text[at] == '\'' &&
         (at + 1 == text.size() || std::string_view(" ,;:.?!)]}").find(text[at + 1]) < 10);
}

/// The position of the quote that closes the one at `open`, or the end of the text.
std::size_t closing_quote(std::string_view text, std::size_t open) {
  std::size_t close = open + 1;
  while (close < text.size() && !closes_quote(text, close)) ++close;
  return close;
}

}  // namespace

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint point = code_point_at(text, at);
    const std::size_t bytes = point.bytes == 0 ? 1 : point.bytes;
    if (point.bytes == 0 || is_control(point.value)) {
      for (std::size_t i = 0; i < bytes; ++i) append_escaped(result, byte_at(text, at + i));
    } else {
      result.append(text.substr(at, bytes));
    }
    at += bytes;
  }
  return result;
}

std::string shortened(std::string_view text, std::size_t longest) {
  constexpr std::string_view gap = "...";
  if (text.size() <= longest) return std::string(text);
  const std::size_t kept = longest - gap.size();
  const std::size_t head = boundary_before(text, kept * 3 / 5);
  std::size_t tail = text.size() - (kept - kept * 3 / 5);
  while (tail < text.size() && is_continuation(text, tail)) ++tail;
  return std::string(text.substr(0, head)).append(gap).append(text.substr(tail));
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

std::string with_short_quotes(std::string_view text) {
  constexpr std::size_t longest = 100;
  std::string result;
  for (std::size_t at = 0; at < text.size(); ++at) {
    result += text[at];
    if (!opens_quote(text, at)) continue;
    const std::size_t close = closing_quote(text, at);
    if (close - at - 1 <= longest) continue;
    result += shortened(text.substr(at + 1, close - at - 1), longest);
    at = close - 1;
  }
  return result;
}

}  // namespace kairos
