// Checks a document against a JSON Schema (draft 7) with the keywords that `kairos schema` uses.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <regex>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

#include "sim/base/value.hpp"

namespace kairos::testing {

using Json = nlohmann::ordered_json;

/// A scalar with the type that YAML's core schema gives it.
inline Json typed(const Value& scalar) {
  static const std::regex number(R"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?)");
  static const std::regex whole(R"([-+]?[0-9]{1,18})");
  if (scalar.quoted) return scalar.text;
  if (scalar.text == "true" || scalar.text == "false") return scalar.text == "true";
  if (std::regex_match(scalar.text, whole)) return std::stoll(scalar.text);
  if (std::regex_match(scalar.text, number)) return std::stod(scalar.text);
  return scalar.text;
}

inline Json as_json(const Value& value) {
  if (value.is_scalar()) return typed(value);
  if (value.is_null()) return nullptr;
  Json json = value.is_list() ? Json::array() : Json::object();
  for (const Value& item : value.items) json.push_back(as_json(item));
  for (const Value::Entry& entry : value.entries) json[entry.key] = as_json(entry.value);
  return json;
}

class SchemaChecker {
 public:
  explicit SchemaChecker(const std::string& schema) : root_(Json::parse(schema)) {}

  [[nodiscard]] bool accepts(const Value& document) const { return fits(as_json(document), root_); }

 private:
  [[nodiscard]] const Json& followed(const Json& schema) const {
    const Json* at = &schema;
    while (at->contains("$ref")) {
      std::string pointer = (*at)["$ref"].get<std::string>().substr(1);
      for (std::size_t i = 0; (i = pointer.find("%20", i)) != std::string::npos;) {
        pointer.replace(i, 3, " ");
      }
      at = &root_.at(Json::json_pointer(pointer));
    }
    return *at;
  }

  [[nodiscard]] bool fits(const Json& value, const Json& unfollowed) const {
    const Json& schema = followed(unfollowed);
    if (schema.contains("if")) {
      const char* branch = fits(value, schema["if"]) ? "then" : "else";
      if (!fits(value, schema[branch])) return false;
    }
    return fits_type(value, schema) && fits_choices(value, schema) && fits_limits(value, schema) &&
           fits_text(value, schema) && fits_list(value, schema) && fits_map(value, schema);
  }

  static bool is_of(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    if (type == "string") return value.is_string();
    if (type == "boolean") return value.is_boolean();
    if (type == "null") return value.is_null();
    if (type == "number") return value.is_number();
    if (type == "integer") {
      return value.is_number_integer() ||
             (value.is_number() && std::floor(value.get<double>()) == value.get<double>());
    }
    throw std::logic_error("unknown type " + type);
  }
  static bool fits_type(const Json& value, const Json& schema) {
    if (!schema.contains("type")) return true;
    const Json& type = schema["type"];
    if (type.is_string()) return is_of(value, type);
    return std::ranges::any_of(type, [&](const Json& one) { return is_of(value, one); });
  }
  [[nodiscard]] bool fits_choices(const Json& value, const Json& schema) const {
    if (schema.contains("const") && value != schema["const"]) return false;
    const auto is_it = [&](const Json& one) { return value == one; };
    if (schema.contains("enum") && std::ranges::none_of(schema["enum"], is_it)) return false;
    const auto takes_it = [&](const Json& one) { return fits(value, one); };
    if (schema.contains("oneOf") && std::ranges::count_if(schema["oneOf"], takes_it) != 1) {
      return false;
    }
    return !schema.contains("anyOf") || std::ranges::any_of(schema["anyOf"], takes_it);
  }
  static bool fits_limits(const Json& value, const Json& schema) {
    if (!value.is_number()) return true;
    const auto number = value.get<double>();
    return !(schema.contains("minimum") && number < schema["minimum"].get<double>()) &&
           !(schema.contains("maximum") && number > schema["maximum"].get<double>()) &&
           !(schema.contains("exclusiveMinimum") &&
             number <= schema["exclusiveMinimum"].get<double>());
  }
  static bool fits_text(const Json& value, const Json& schema) {
    if (!value.is_string() || !schema.contains("pattern")) return true;
    static std::map<std::string, std::regex> compiled;  // Compiling takes longer than matching.
    const auto pattern = schema["pattern"].get<std::string>();
    const auto known = compiled.try_emplace(pattern, pattern).first;
    return std::regex_search(value.get<std::string>(), known->second);
  }
  [[nodiscard]] bool fits_list(const Json& value, const Json& schema) const {
    if (!value.is_array()) return true;
    if (schema.contains("minItems") && value.size() < schema["minItems"]) return false;
    const auto fits_it = [&](const Json& item) { return fits(item, schema["items"]); };
    return !schema.contains("items") || std::ranges::all_of(value, fits_it);
  }
  [[nodiscard]] bool fits_map(const Json& value, const Json& schema) const {
    if (!value.is_object()) return true;
    if (schema.contains("minProperties") && value.size() < schema["minProperties"]) return false;
    if (schema.contains("required")) {
      const auto has = [&](const Json& key) { return value.contains(key.get<std::string>()); };
      if (!std::ranges::all_of(schema["required"], has)) return false;
    }
    const Json none = Json::object();
    const Json& properties = schema.contains("properties") ? schema["properties"] : none;
    for (const auto& item : value.items()) {
      if (properties.contains(item.key())) {
        if (!fits(item.value(), properties[item.key()])) return false;
      } else if (schema.contains("additionalProperties")) {
        const Json& others = schema["additionalProperties"];
        if (others == Json(false) || !fits(item.value(), others)) return false;
      }
    }
    return true;
  }

  Json root_;
};

}  // namespace kairos::testing
