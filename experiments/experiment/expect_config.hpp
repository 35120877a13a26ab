// The rows of `expect` as in an experiment: published or measured values, with which `kairos
// reproduce` compares the runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "sim/base/enum_names.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

/// How a value is compared, and how much the comparison proves.
enum class ExpectKind {
  reproduced,        ///< A published or measured value, within a tolerance.
  same_direction,    ///< Only the sign of the difference to another value has to agree.
  arithmetic,        ///< A value that follows from demands or closed forms.
  reconstruction,    ///< A value from a model whose details are ours.
  not_reproducible,  ///< Never counts; the reason is stated.
};

template <>
struct EnumNames<ExpectKind> {
  static constexpr std::string_view kind = "kind of row";
  static constexpr std::array names{EnumName{ExpectKind::reproduced, "reproduced"},
                                    EnumName{ExpectKind::same_direction, "same direction"},
                                    EnumName{ExpectKind::arithmetic, "arithmetic"},
                                    EnumName{ExpectKind::reconstruction, "reconstruction"},
                                    EnumName{ExpectKind::not_reproducible, "not reproducible"}};
};

/// How the values of several policies or sweep points become one.
enum class Combination { mean, min, max, sum };

template <>
struct EnumNames<Combination> {
  static constexpr std::string_view kind = "combination of values";
  static constexpr std::array names{
      EnumName{Combination::mean, "mean"}, EnumName{Combination::min, "min"},
      EnumName{Combination::max, "max"}, EnumName{Combination::sum, "sum"}};
};

/// A number, perhaps with a unit: `14.76` or `14.76 ms`.
struct NumberWithUnit {
  double number = 0;
  std::string unit;  ///< Empty if none is written.
};

template <>
struct Codec<NumberWithUnit> {
  static void read(const Value& from, NumberWithUnit& to);
  static Value write(const NumberWithUnit& value);
  static Schema schema() { return {}; }
};

/// The largest difference that a row allows: `2 %` and `0.02` are shares of the value, `3 K` is a
/// difference.
struct Tolerance {
  double amount = 0;
  std::string unit;  ///< The unit of a difference; empty for a share.
};

template <>
struct Codec<Tolerance> {
  static void read(const Value& from, Tolerance& to);
  static Value write(const Tolerance& value);
  static Schema schema() { return {}; }
};

/// The runs that a row is about: `{policy: heft, platform.links.0.bandwidth: [1 GB/s, 2 GB/s]}`.
struct Where {
  struct Condition {
    std::string key;                  ///< "policy", "seed", a swept key or its last components.
    std::vector<std::string> values;  ///< A run fits if it has one of these values.
    SourceLocation place;
  };
  std::vector<Condition> conditions;
};

template <>
struct Codec<Where> {
  static void read(const Value& from, Where& to);
  static Value write(const Where& value);
  static Schema schema() { return Codec<std::map<std::string, Value>>::schema(); }
};

/// A row of `expect`.
struct ExpectConfig {
  std::string name;
  Where where;
  std::string metric, formula;  ///< At most one of them is written.
  std::string of, on;
  std::optional<Combination> over;
  std::optional<NumberWithUnit> value;
  std::string unit;
  std::vector<Tolerance> tolerance;  ///< A difference has to be within one of them.
  std::string source, why;
  ExpectKind kind = ExpectKind::reproduced;
  std::optional<Value> than;  ///< A number, or the name of another row.
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where_written) const;
  /// The unit of the published value as written; empty if there is none.
  [[nodiscard]] const std::string& written_unit() const {
    return unit.empty() && value ? value->unit : unit;
  }
};

}  // namespace kairos
