// What an experiment sweeps over: values of a dotted key, or alternatives with a name that set
// several keys each.
#pragma once

#include <string>
#include <vector>

#include "sim/base/fields.hpp"

namespace kairos {

/// A value of a swept key, or an alternative.
struct SweptValue {
  std::string name;                    ///< As tables, plots and files show it.
  std::vector<Value::Entry> settings;  ///< Dotted keys with what they are set to, in this order.
  Place place;
};

struct SweepDimension {
  std::string key;  ///< A dotted key; of alternatives any name.
  bool has_alternatives = false;
  std::vector<SweptValue> values;
};

struct SweepSpec {
  std::vector<SweepDimension> dimensions;
};

/// `{key: [value, ...], name: {alternative: {key: value, ...}, ...}}`.
template <>
struct Codec<SweepSpec> {
  /// Throws InputError: nothing to sweep over, or a key that replaces what another has set.
  static void read(const Value& from, SweepSpec& to);
  static Value write(const SweepSpec& value);
  static Shape shape() { return Codec<std::map<std::string, Value>>::shape(); }
};

/// One value of every dimension, in their order.
using SweepPoint = std::vector<const SweptValue*>;

/// All combinations, the last dimension changing fastest. They point into the sweep.
std::vector<SweepPoint> points_of(const SweepSpec& sweep);

/// Throws InputError when the sweep, as written, sets `key` in every run, so that assigning it
/// would have no effect.
void refuse_swept(const Value& sweep, const std::string& key);

/// Lays an assignment over a sweep as written. Of alternatives `name=one` and `name=[one, other]`
/// keep those, `name.one.key=value` and `name.one={key: value}` change or add one; what else there
/// is sweeps over a dotted key.
void assign_swept(Value& sweep, const std::string& key, Value value);

}  // namespace kairos
