// Reads, checks, writes and documents configurable structs. Each struct lists its members once, in
// a describe(Fields&) function:
//
//   struct Options {
//     double weight = 0.5;
//     Duration patience = 5_ms;
//     void describe(Fields& f) {
//       f("weight", weight, "0 minimises time, 1 minimises energy").between(0.0, 1.0);
//       f("patience", patience, "how long a task waits at most").positive();
//     }
//   };
//
// A struct may also have a function `void check(const SourceLocation&)`, which is called after all
// its fields have been read, and a member `SourceLocation place`, which is set to the place of the
// struct in its file.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/base/field.hpp"
#include "sim/base/mistakes.hpp"
#include "sim/base/units.hpp"
#include "sim/base/value.hpp"

namespace kairos {

/// A struct that lists its members as above.
template <class T>
concept Described = requires(T& value, Fields& fields) {
  value.describe(fields);
};

/// Makes the error for a missing key, whose meaning the message explains.
InputError missing(const SourceLocation& where, const std::string& key, const std::string& meaning);
/// Reads a map into the listed fields. Unknown keys, missing keys and violated conditions are
/// mistakes; up to ten of them are reported together.
void read_fields(const Value& map, const Fields& fields);
Value write_fields(const Fields& fields);
/// Makes every file path in the map absolute. Relative paths start at the folder of the document
/// that contains them.
void anchor_files(Value& map, const Fields& fields);
std::vector<FieldSchema> field_schemas(const Fields& fields);

/// Calls a parser whose errors have no place, and adds the place of `value` to them.
template <class Parse>
auto at_place(const Value& value, Parse parse) {
  try {
    return parse();
  } catch (const InputError& error) {
    throw InputError(value.place, error.what());
  }
}

/// The text of a scalar. Throws InputError if the value is not a scalar; the message uses
/// `expected`, such as "number", for what it should be.
const std::string& scalar_text(const Value& value, std::string_view expected);

// ---- Codecs of the basic types

template <>
struct Codec<bool> {
  static void read(const Value& from, bool& to);
  static Value write(bool value) { return Value::scalar(value ? "true" : "false"); }
  static Schema schema() { return {.kind = Schema::Kind::boolean}; }
};

template <>
struct Codec<std::uint64_t> {
  static void read(const Value& from, std::uint64_t& to);
  static Value write(std::uint64_t value) { return Value::scalar(std::to_string(value)); }
  static Schema schema() { return {.kind = Schema::Kind::integer}; }
};

template <>
struct Codec<std::int64_t> {
  static void read(const Value& from, std::int64_t& to);
  static Value write(std::int64_t value) { return Value::scalar(std::to_string(value)); }
  static Schema schema() { return {.kind = Schema::Kind::signed_integer}; }
};

template <>
struct Codec<double> {
  static void read(const Value& from, double& to);
  static Value write(double value) { return Value::scalar(shortest(value)); }
  static Schema schema() { return {.kind = Schema::Kind::number}; }
};

template <>
struct Codec<std::string> {
  static void read(const Value& from, std::string& to);
  static Value write(const std::string& value) {
    Value written = Value::scalar(value);
    written.quoted = true;
    return written;
  }
  static Schema schema() { return {.kind = Schema::Kind::text}; }
};

/// A member of type Value accepts any value and keeps it as written.
template <>
struct Codec<Value> {
  static void read(const Value& from, Value& to) { to = from; }
  static Value write(const Value& value) { return value; }
  static Schema schema() { return {}; }
};

template <class T>
requires requires {
  units_of<T>();
} &&(!Described<T> && !std::is_enum_v<T>)struct Codec<T> {
  static void read(const Value& from, T& to) {
    const std::string& text = scalar_text(from, units_of<T>().quantity);
    to = at_place(from, [&] { return parse<T>(text); });
  }
  static Value write(const T& value) { return Value::scalar(format(value)); }
  static Schema schema() {
    return {.kind = Schema::Kind::quantity,
            .quantity = units_of<T>().quantity,
            .example = units_of<T>().example,
            .units = units_of<T>().units};
  }
};

/// An instant is written as the time since the start of the run.
template <>
struct Codec<Time> {
  static void read(const Value& from, Time& to) {
    Duration since_start;
    Codec<Duration>::read(from, since_start);
    to = Time(since_start);
  }
  static Value write(Time value) { return Codec<Duration>::write(value.since_start()); }
  static Schema schema() { return Codec<Duration>::schema(); }
};

template <class T>
struct Codec<std::optional<T>> {
  static void read(const Value& from, std::optional<T>& to) {
    if (from.is_null()) {
      to.reset();
    } else {
      Codec<T>::read(from, to.emplace());
    }
  }
  static Value write(const std::optional<T>& value) {
    return value ? Codec<T>::write(*value) : Value{};
  }
  static Schema schema() { return Codec<T>::schema(); }
};

/// A vector is written as a list, or as a single value for a list of one.
template <class T>
struct Codec<std::vector<T>> {
  static void read(const Value& from, std::vector<T>& to) {
    to.clear();
    if (from.is_null()) return;
    if (!from.is_list()) {
      Codec<T>::read(from, to.emplace_back());
      return;
    }
    to.reserve(from.items.size());
    Mistakes mistakes;
    for (const Value& item : from.items) {
      mistakes.attempt([&] { Codec<T>::read(item, to.emplace_back()); });
    }
    mistakes.report();
  }
  static Value write(const std::vector<T>& values) {
    Value list = Value::list();
    for (const T& value : values) list.items.push_back(Codec<T>::write(value));
    return list;
  }
  static Schema schema() {
    return {.kind = Schema::Kind::list, .item = std::make_shared<Schema>(Codec<T>::schema())};
  }
};

template <class T>
struct Codec<std::map<std::string, T>> {
  static void read(const Value& from, std::map<std::string, T>& to);
  static Value write(const std::map<std::string, T>& values) {
    Value map = Value::map();
    for (const auto& [key, value] : values) {
      map.entries.push_back({key, {}, Codec<T>::write(value)});
    }
    return map;
  }
  static Schema schema() {
    return {.kind = Schema::Kind::map, .item = std::make_shared<Schema>(Codec<T>::schema())};
  }
};

/// Throws InputError if the value is not a map.
void require_map(const Value& value);

template <class T>
void Codec<std::map<std::string, T>>::read(const Value& from, std::map<std::string, T>& to) {
  to.clear();
  if (from.is_null()) return;
  require_map(from);
  Mistakes mistakes;
  for (const auto& entry : from.entries) {
    mistakes.attempt([&] { Codec<T>::read(entry.value, to[entry.key]); });
  }
  mistakes.report();
}

template <Described T>
struct Codec<T> {
  static void read(const Value& from, T& to) {
    require_map(from);
    if constexpr (requires { to.place = from.place; }) to.place = from.place;
    Fields fields;
    to.describe(fields);
    read_fields(from, fields);
    if constexpr (requires { to.check(from.place); }) to.check(from.place);
  }
  static Value write(const T& value) {
    T copy = value;
    Fields fields;
    copy.describe(fields);
    return write_fields(fields);
  }
  static Schema schema() {
    T sample{};
    Fields fields;
    sample.describe(fields);
    return {.kind = Schema::Kind::record, .fields = field_schemas(fields)};
  }
};

}  // namespace kairos
