// A tree of written values, each with the place where it was read: what YAML, JSON or --set become
// before describe() turns them into typed structs. Knows no file format.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "sim/base/error.hpp"

namespace kairos {

class Value {
 public:
  enum class Kind { null, scalar, list, map };
  struct Entry;

  Kind kind = Kind::null;
  std::string text;            ///< Of a scalar, as written.
  bool quoted = false;         ///< '5' and "5" are text, 5 is a number.
  std::vector<Value> items;    ///< Of a list.
  std::vector<Entry> entries;  ///< Of a map, in the order written; keys are unique.
  Place place;

  static Value scalar(std::string text, Place place = {});
  static Value list();
  static Value list(std::vector<Value> items, Place place = {});
  static Value map(Place place = {});

  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }

  /// The value under a key of a map, or nullptr.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] Value* find(std::string_view key);
  /// Sets or replaces a key of a map.
  void set(std::string key, Value value);
  void erase(std::string_view key);

  /// "a list", "a map", "'5 ms'" or "nothing": for messages.
  [[nodiscard]] std::string shown() const;
  /// "[a, b]" or "{a: 1}", what is beyond 60 characters left out: for messages.
  [[nodiscard]] std::string in_line() const;
};

struct Value::Entry {
  std::string key;
  Place place;  ///< Of the key.
  Value value;
};

/// Writes `value` at a dotted path such as "workload.streams.0.arrivals.rate", creating maps on the
/// way; throws InputError where a step meets a scalar or an index beyond a list.
void set_path(Value& root, std::string_view path, Value value);

}  // namespace kairos
