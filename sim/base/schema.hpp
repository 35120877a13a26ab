// Describes what values of a type look like in a document, for help texts and the JSON Schema.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace kairos {

struct Schema;
struct Unit;

/// The range of numbers that a field accepts, for conditions that can be expressed as bounds.
struct Limits {
  std::optional<double> low, high;
  bool above_low = false;  ///< True if the lower limit itself is excluded.
};

struct FieldSchema {
  std::string name, meaning, bounds, preset;  ///< preset: the default value as text if it is a
                                              ///< scalar.
  bool required = false;
  std::shared_ptr<const Schema> schema = {};
  Limits limits = {};
};

/// The form of a value of one type in a document.
struct Schema {
  enum class Kind {
    boolean,
    integer,  ///< Zero or more.
    signed_integer,
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
  std::string_view quantity = {};           ///< Name of the quantity ("duration"), the kind of a
                                            ///< plug-in, or the name of a record that many fields
                                            ///< have ("distribution of numbers").
  std::string_view example = {};            ///< Example of a quantity ("5 ms") or of a record that
                                            ///< has a name.
  std::span<const Unit> units = {};         ///< Units of a quantity.
  std::shared_ptr<const Schema> item = {};  ///< Schema of the items of a list or map, or of the
                                            ///< one word for a record; a number if it is null.
  std::vector<FieldSchema> fields = {};     ///< Fields of a record.
  std::vector<std::string> allowed = {};    ///< Choices of a text that accepts only some values.
  bool scalar_too = false;                  ///< True for a record that may also be written as one
                                            ///< word, or as a quantity if it has units.
};

}  // namespace kairos
