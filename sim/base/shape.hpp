// What a value of a type looks like in a document: the source of help texts and of the JSON Schema.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kairos {

struct Shape;
struct Unit;

/// The numbers that a field takes, as far as bounds can say it.
struct Limits {
  std::optional<double> low, high;
  bool above_low = false;  ///< The lower limit itself is not taken.
};

struct FieldShape {
  std::string name, meaning, bounds, preset;  ///< preset: the default value as text, when short.
  bool required = false;
  std::shared_ptr<const Shape> shape = {};
  Limits limits = {};
};

/// What a value of a type looks like in a document: the source of help texts and of the JSON
/// Schema.
struct Shape {
  enum class Kind {
    boolean,
    integer,
    number,
    text,
    file,
    quantity,
    list,
    map,
    record,
    plugin,
    any
  };
  Kind kind = Kind::any;
  std::string_view quantity = {};          ///< Of a quantity: "duration"; of a plugin: its kind.
  std::string_view example = {};           ///< Of a quantity: "5 ms".
  std::span<const Unit> units = {};        ///< Of a quantity.
  std::shared_ptr<const Shape> item = {};  ///< Of a list or map.
  std::vector<FieldShape> fields = {};     ///< Of a record.
  std::vector<std::string> allowed = {};   ///< Of a text with fixed choices.
  bool scalar_too = false;                 ///< A record that may also be written as one word.
};

}  // namespace kairos
