// Reads JSON text as trees with places.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sim/base/value.hpp"

namespace kairos {

/// The values of a file, which may stand one after the other; there is at least one. `path` stands
/// for the file in messages. Text is marked as quoted; numbers are kept as written. Throws
/// InputError with the line of a mistake.
std::vector<Value> json_values(const std::string& contents, const std::string& path);

/// The value of a key. Throws InputError if `object` is not an object or lacks the key.
const Value& member(const Value& object, std::string_view key);
/// The items of a list. Throws InputError if the value is not a list.
const std::vector<Value>& items_of(const Value& list);
/// The text of a scalar. Throws InputError for lists and objects.
const std::string& word_of(const Value& value);
/// A number that is zero or more. Throws InputError for any other value.
double amount_of(const Value& value);

}  // namespace kairos
