// The sweep of an experiment: dotted keys with values, or named alternatives that set several keys
// each.
#pragma once

#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

/// A value of a swept key, or an alternative.
struct SweptValue {
  std::string name;                    ///< The name shown in tables, plots and files.
  std::vector<Value::Entry> settings;  ///< Dotted keys with their values, in order.
  SourceLocation place;
};

struct SweepDimension {
  std::string key;  ///< A dotted key, or any name if the dimension has alternatives.
  bool has_alternatives = false;
  std::vector<SweptValue> values;
};

struct SweepConfig {
  std::vector<SweepDimension> dimensions;
};

/// Reads and writes
///   {key: [value, ...], name: {alternative: {key: value, ...}, ...}}
template <>
struct Codec<SweepConfig> {
  /// Throws InputError if a dimension is empty or a setting replaces one made before.
  static void read(const Value& from, SweepConfig& to);
  static Value write(const SweepConfig& value);
  static Schema schema() { return Codec<std::map<std::string, Value>>::schema(); }
};

/// True if `name` is a column of the CSV files other than a swept key or a formula.
bool is_column_of_results(const std::string& name);

/// One value of every dimension, in the order of the dimensions.
using SweepPoint = std::vector<const SweptValue*>;

/// All combinations of values; the last dimension changes fastest. They point into the sweep.
std::vector<SweepPoint> points_of(const SweepConfig& sweep);

/// Throws InputError if the sweep, as written, sets `key` in every run, so that an assignment to it
/// would have no effect.
void refuse_swept(const Value& sweep, const std::string& key);

/// Applies an assignment to a sweep as written. For a dimension with alternatives, `name=one` and
/// `name=[one, other]` keep only these; `name.one.key=value` and `name.one={key: value}` change an
/// alternative or add one. Any other assignment sweeps over a dotted key.
void assign_swept(Value& sweep, const std::string& key, Value value);

}  // namespace kairos
