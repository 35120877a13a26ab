// Fields describe the members of a configurable struct and the conditions on their values. They are
// used by fields.hpp.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "sim/base/schema.hpp"
#include "sim/base/value.hpp"

namespace kairos {

/// A function that returns the names that a field accepts.
using KnownNames = std::function<std::vector<std::string>()>;

/// One described member, type-erased.
struct Field {
  std::string name, meaning, bounds;
  bool required = false;
  std::function<void(const Value&)> read;
  std::function<Value()> write;
  std::function<Schema()> schema;
  std::vector<std::function<void(const Value&)>> checks;
  Limits limits = {};
  KnownNames known = {};
};

/// Defines how a type is read, written and described. The basic types are specialised in
/// fields.hpp, types with a notation of their own beside their definition.
template <class T>
struct Codec;

/// Makes the error to throw if a condition of a field does not hold.
InputError refusal(const SourceLocation& where, const std::string& key, const Value& value,
                   const std::string& rule);
/// Throws InputError if a scalar or list contains a name that is not known.
void check_names(const Value& written, const std::string& kind,
                 const std::vector<std::string>& known, const std::string& where_all_are);

/// The result of f("name", member, "meaning"), used to add conditions to the field.
template <class T>
class FieldConditions {
 public:
  FieldConditions(std::vector<Field>& fields, T& value)
      : fields_(fields), position_(fields.size() - 1), value_(value) {}

  FieldConditions& required() {
    field().required = true;
    return *this;
  }
  FieldConditions& between(T low, T high) {
    limit(low, high);
    return must([=](const T& v) { return low <= v && v <= high; },
                "between " + text(low) + " and " + text(high));
  }
  FieldConditions& at_least(T low) {
    limit(low, std::nullopt);
    return must([=](const T& v) { return low <= v; }, "at least " + text(low));
  }
  /// An optional value may also be absent.
  FieldConditions& positive() {
    field().limits = {0.0, std::nullopt, true};
    return must(if_there([](const auto& v) { return std::decay_t<decltype(v)>{} < v; }),
                "greater than zero");
  }
  FieldConditions& not_negative() {
    field().limits = {0.0, std::nullopt, false};
    return must(if_there([](const auto& v) { return std::decay_t<decltype(v)>{} <= v; }),
                "zero or more");
  }
  /// Accepts only the names that `names` returns. Messages use `kind` to say what they name.
  FieldConditions& one_of(const std::string& kind, KnownNames names,
                          const std::string& where_all_are = {});
  /// Calls an action after the field has been read and its conditions so far have been checked. The
  /// action may throw InputError.
  FieldConditions& then(std::function<void()> action) {
    field().checks.push_back([action = std::move(action)](const Value&) { action(); });
    return *this;
  }
  /// Adds any other condition. `rule` completes the message "must be ...", or "write ..." for a
  /// list or map.
  FieldConditions& must(std::function<bool(const T&)> holds, const std::string& rule);

 private:
  Field& field() { return fields_[position_]; }
  static std::string text(const T& value) { return Codec<T>::write(value).text; }
  void limit(const T& low, const std::optional<T>& high) {
    if constexpr (std::is_arithmetic_v<T>) {
      field().limits.low = static_cast<double>(low);
      if (high) field().limits.high = static_cast<double>(*high);
    }
  }
  template <class Holds>
  static std::function<bool(const T&)> if_there(Holds holds) {
    return [holds](const T& value) {
      if constexpr (requires { value.has_value(); }) {
        return !value.has_value() || holds(*value);
      } else {
        return holds(value);
      }
    };
  }

  std::vector<Field>& fields_;
  std::size_t position_;
  T& value_;
};

/// Collects the members that a describe() function lists.
class Fields {
 public:
  template <class T>
  FieldConditions<T> operator()(std::string name, T& value, std::string meaning) {
    fields_.push_back({std::move(name),
                       std::move(meaning),
                       {},
                       false,
                       [&value](const Value& v) { Codec<T>::read(v, value); },
                       [&value] { return Codec<T>::write(value); },
                       [] { return Codec<T>::schema(); },
                       {},
                       {},
                       {}});
    return FieldConditions<T>(fields_, value);
  }
  [[nodiscard]] const std::vector<Field>& all() const { return fields_; }

 private:
  std::vector<Field> fields_;
};

template <class T>
FieldConditions<T>& FieldConditions<T>::must(std::function<bool(const T&)> holds,
                                             const std::string& rule) {
  Field& f = field();
  if (!f.bounds.empty()) f.bounds += ", ";
  f.bounds += rule;
  f.checks.push_back(
      [&value = value_, holds = std::move(holds), rule, name = f.name](const Value& written) {
        if (!holds(value)) throw refusal(written.place, name, Codec<T>::write(value), rule);
      });
  return *this;
}

template <class T>
FieldConditions<T>& FieldConditions<T>::one_of(const std::string& kind, KnownNames names,
                                               const std::string& where_all_are) {
  field().known = names;
  field().checks.push_back([kind, names = std::move(names), where_all_are](const Value& written) {
    check_names(written, kind, names(), where_all_are);
  });
  return *this;
}

}  // namespace kairos
