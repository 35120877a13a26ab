#include "experiments/files/json_text.hpp"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace kairos {
namespace {

/// Appends a text in quotes, with the escapes of JSON.
void append_quoted(std::string& out, const std::string& text) {
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (std::ranges::all_of(text, is_plain)) {
    out.append(1, '"').append(text).append(1, '"');
  } else {
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
}

/// Appends a value as JSON. Resolved experiments are large and become texts once per drawn
/// scenario, so no tree of JSON values is made of them.
void append_json(std::string& out, const Value& value) {
  const char* separator = "";
  switch (value.kind) {
    case Value::Kind::null:
      out += "null";
      break;
    case Value::Kind::scalar:
      append_quoted(out, value.text);
      break;
    case Value::Kind::list:
      out += '[';
      for (const Value& item : value.items) {
        out += std::exchange(separator, ",");
        append_json(out, item);
      }
      out += ']';
      break;
    case Value::Kind::map:
      out += '{';
      for (const Value::Entry& entry : value.entries) {
        out += std::exchange(separator, ",");
        append_quoted(out, entry.key);
        out += ':';
        append_json(out, entry.value);
      }
      out += '}';
      break;
  }
}

}  // namespace

std::string to_json_text(const Value& value) {
  std::string text;
  append_json(text, value);
  return text;
}

}  // namespace kairos
