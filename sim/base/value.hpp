// A tree of values as written in YAML, JSON or --set, each with its place. describe() turns it into
// typed structs. It does not depend on a file format.
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
  std::string text;            ///< Text of a scalar, as written.
  bool quoted = false;         ///< True for a scalar in quotes: '5' and "5" are texts, 5 is a
                               ///< number.
  std::vector<Value> items;    ///< Items of a list.
  std::vector<Entry> entries;  ///< Entries of a map, in the order written. Their keys are unique.
  SourceLocation place;

  static Value scalar(std::string text, SourceLocation place = {});
  static Value list();
  static Value list(std::vector<Value> items, SourceLocation place = {});
  static Value map(SourceLocation place = {});

  [[nodiscard]] bool is_null() const { return kind == Kind::null; }
  [[nodiscard]] bool is_scalar() const { return kind == Kind::scalar; }
  [[nodiscard]] bool is_list() const { return kind == Kind::list; }
  [[nodiscard]] bool is_map() const { return kind == Kind::map; }

  /// The value of a key of a map; nullptr if it does not exist.
  [[nodiscard]] const Value* find(std::string_view key) const;
  [[nodiscard]] Value* find(std::string_view key);
  /// Sets or replaces a key of a map.
  void set(std::string key, Value value);
  void erase(std::string_view key);

  /// Description for messages: "a list", "a map", "'5 ms'" or "nothing".
  [[nodiscard]] std::string shown() const;
  /// The value in one line for messages: "[a, b]" or "{a: 1}", cut off after 60 characters.
  [[nodiscard]] std::string in_line() const;
  /// The value in one line without a limit on its length, to compare values.
  [[nodiscard]] std::string whole_in_line() const;
};

struct Value::Entry {
  std::string key;
  SourceLocation place;  ///< Position of the key.
  Value value;
};

/// Writes `value` at a dotted path such as "workload.streams.0.arrivals.rate" and creates missing
/// maps. A step into a list is a position or the `name` of an item, as in "clusters.big.count".
/// Throws InputError if the path passes through a scalar, or if a list has no such item.
void set_path(Value& root, std::string_view path, Value value);

}  // namespace kairos
