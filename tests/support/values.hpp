// Builds trees of values without a file.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/base/value.hpp"

namespace kairos::testing {

inline Value list_of(const std::vector<std::string>& texts) {
  Value list = Value::list();
  for (const std::string& text : texts) list.items.push_back(Value::scalar(text));
  return list;
}

/// A map with one key.
inline Value map_of(const std::string& key, Value value) {
  Value map = Value::map();
  map.set(key, std::move(value));
  return map;
}
inline Value map_of(const std::string& key, const std::string& text) {
  return map_of(key, Value::scalar(text));
}

/// A map with one key whose value is a list: {uniform: [1, 3]}.
inline Value map_of(const std::string& key, const std::vector<std::string>& texts) {
  return map_of(key, list_of(texts));
}

}  // namespace kairos::testing
