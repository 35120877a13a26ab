// Maps the values of an enumeration to the names used in documents, messages, help and schema. The
// names are listed once, beside the enumeration:
//
//   template <>
//   struct EnumNames<WhenFull> {
//     static constexpr std::string_view kind = "reaction to a full memory";  // for messages
//     static constexpr std::array names{EnumName{WhenFull::wait, "wait"}, ...};
//   };
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

template <class E>
struct EnumName {
  E value;
  std::string_view name;
};
template <class E>
EnumName(E, const char*) -> EnumName<E>;

template <class E>
struct EnumNames;

template <class E>
concept NamedEnum = std::is_enum_v<E> && requires {
  EnumNames<E>::names.size();
};

template <NamedEnum E>
std::string name_of(E value) {
  const auto found = std::ranges::find(EnumNames<E>::names, value, &EnumName<E>::value);
  return std::string(found->name);
}

/// The names of all values, in the order in which they are listed.
template <NamedEnum E>
std::vector<std::string> all_names() {
  std::vector<std::string> names;
  names.reserve(EnumNames<E>::names.size());
  for (const EnumName<E>& entry : EnumNames<E>::names) names.emplace_back(entry.name);
  return names;
}

template <NamedEnum E>
struct Codec<E> {
  static void read(const Value& from, E& to) {
    const std::string& text = scalar_text(from, EnumNames<E>::kind);
    const auto found = std::ranges::find(EnumNames<E>::names, text, &EnumName<E>::name);
    if (found == EnumNames<E>::names.end()) {
      throw InputError(from.place, unknown_name(EnumNames<E>::kind, text, all_names<E>()));
    }
    to = found->value;
  }
  static Value write(E value) { return Codec<std::string>::write(name_of(value)); }
  static Schema schema() { return {.kind = Schema::Kind::text, .allowed = all_names<E>()}; }
};

}  // namespace kairos
