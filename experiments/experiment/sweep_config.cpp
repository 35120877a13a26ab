#include "experiments/experiment/sweep_config.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "experiments/files/json_text.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {

bool is_column_of_results(const std::string& name) {
  constexpr std::array<std::string_view, 9> others{
      "index", "policy", "seed", "fingerprint", "metric", "unit", "mean", "n", "wall_s"};
  return std::ranges::find(others, name) != others.end() ||
         std::ranges::count(all_metric_infos(), name, &MetricInfo::name) > 0;
}

namespace {

SweepDimension listed(const Value::Entry& entry) {
  SweepDimension dimension{entry.key, false, {}};
  std::vector<Value> values;
  Codec<std::vector<Value>>::read(entry.value, values);
  for (Value& value : values) {
    std::string name = value.is_scalar() ? value.text : to_json_text(value);
    const SourceLocation place = value.place;
    dimension.values.push_back(
        {std::move(name), {{entry.key, entry.place, std::move(value)}}, place});
  }
  return dimension;
}

SweepDimension named(const Value::Entry& entry) {
  SweepDimension dimension{entry.key, true, {}};
  if (is_column_of_results(entry.key)) {
    throw InputError(entry.place, "'" + entry.key +
                                      "' is already a column of the results; choose another name "
                                      "for the alternatives, such as '" +
                                      entry.key + " test'");
  }
  for (const Value::Entry& alternative : entry.value.entries) {
    if (!alternative.value.is_map()) {
      throw InputError(
          alternative.value.place,
          "alternative '" + alternative.key + "' of '" + entry.key + "' is " +
              alternative.value.shown() +
              "; write the keys that it sets as {dotted key: value}, or the values of '" +
              entry.key + "' as a list");
    }
    if (alternative.value.entries.empty()) {
      throw InputError(alternative.value.place,
                       "alternative '" + alternative.key + "' of '" + entry.key +
                           "' sets no key; write at least one {dotted key: value}, even if it is "
                           "the experiment's value");
    }
    dimension.values.push_back({alternative.key, alternative.value.entries, alternative.place});
  }
  return dimension;
}

/// Maps the dotted keys set so far to the dimension or value that set them.
using Setters = std::map<std::string, std::string>;

/// Throws if the setting replaces one of `before`. A later setting may set a part of an earlier
/// value, but not the whole.
void check_replaces_nothing(const Value::Entry& setting, const Setters& before) {
  auto found = before.find(setting.key);
  if (found == before.end()) {
    const std::string parts = setting.key + ".";
    found = before.lower_bound(parts);
    if (found == before.end() || !found->first.starts_with(parts)) return;
  }
  throw InputError(setting.place, "'" + setting.key + "' replaces '" + found->first + "', which '" +
                                      found->second +
                                      "' sets before it; keep one of them, or put '" + setting.key +
                                      "' first if the other key is a part of it");
}

void check_order(const SweepConfig& sweep) {
  Setters before;
  for (const SweepDimension& dimension : sweep.dimensions) {
    Setters own;
    for (const SweptValue& value : dimension.values) {
      Setters of_value;
      for (const Value::Entry& setting : value.settings) {
        check_replaces_nothing(setting, before);
        check_replaces_nothing(setting, of_value);
        of_value.emplace(setting.key, value.name);
      }
      for (const Value::Entry& setting : value.settings) own.emplace(setting.key, dimension.key);
    }
    before.merge(own);
  }
}

}  // namespace

void Codec<SweepConfig>::read(const Value& from, SweepConfig& to) {
  to.dimensions.clear();
  if (from.is_null()) return;
  require_map(from);
  for (const Value::Entry& entry : from.entries) {
    to.dimensions.push_back(entry.value.is_map() ? named(entry) : listed(entry));
    if (to.dimensions.back().values.empty()) {
      throw InputError(entry.place, "'" + entry.key + "' has no values; list at least one value");
    }
  }
  check_order(to);
}

Value Codec<SweepConfig>::write(const SweepConfig& sweep) {
  Value written = Value::map();
  for (const SweepDimension& dimension : sweep.dimensions) {
    Value values = dimension.has_alternatives ? Value::map() : Value::list();
    for (const SweptValue& value : dimension.values) {
      if (!dimension.has_alternatives) {
        values.items.push_back(value.settings.front().value);
        continue;
      }
      Value alternative = Value::map();
      alternative.entries = value.settings;
      values.entries.push_back({value.name, {}, std::move(alternative)});
    }
    written.set(dimension.key, std::move(values));
  }
  return written;
}

std::vector<SweepPoint> points_of(const SweepConfig& sweep) {
  constexpr std::size_t most = 1'000'000;
  std::vector<SweepPoint> points{{}};
  for (const SweepDimension& dimension : sweep.dimensions) {
    if (points.size() * dimension.values.size() > most) {
      throw InputError(dimension.values.front().place,
                       "the sweep has more than 1000000 points; list fewer values");
    }
    std::vector<SweepPoint> longer;
    longer.reserve(points.size() * dimension.values.size());
    for (const SweepPoint& point : points) {
      for (const SweptValue& value : dimension.values) {
        longer.push_back(point);
        longer.back().push_back(&value);
      }
    }
    points = std::move(longer);
  }
  return points;
}

namespace {

InputError unknown_alternative(const Value& alternatives, const std::string& name,
                               const SourceLocation& place) {
  std::vector<std::string> names;
  for (const Value::Entry& entry : alternatives.entries) names.push_back(entry.key);
  return InputError(place, unknown_name("alternative", name, names));
}

void keep(Value& alternatives, const Value& chosen) {
  std::vector<std::string> names;
  Codec<std::vector<std::string>>::read(chosen, names);
  Value kept = Value::map(chosen.place);
  for (const std::string& name : names) {
    const Value* found = alternatives.find(name);
    if (found == nullptr) throw unknown_alternative(alternatives, name, chosen.place);
    kept.set(name, *found);
  }
  alternatives = std::move(kept);
}

/// Sets an alternative or one of its keys. `path` is the name of an alternative, which may contain
/// dots, alone or followed by a dotted key.
void set_alternative(Value& alternatives, const std::string& path, Value value) {
  Value::Entry* longest = nullptr;
  for (Value::Entry& entry : alternatives.entries) {
    if (!entry.value.is_map() || !path.starts_with(entry.key + ".")) continue;
    if (longest == nullptr || longest->key.size() < entry.key.size()) longest = &entry;
  }
  if (alternatives.find(path) != nullptr || (longest == nullptr && value.is_map())) {
    alternatives.set(path, std::move(value));
  } else if (longest != nullptr) {
    longest->value.set(path.substr(longest->key.size() + 1), std::move(value));
  } else {
    throw unknown_alternative(alternatives, path.substr(0, path.find('.')), value.place);
  }
}

}  // namespace

namespace {

/// True if setting `setter` replaces all of `key`.
bool replaces(const std::string& setter, const std::string& key) {
  return key == setter || key.starts_with(setter + ".");
}

bool sets_always(const Value::Entry& dimension, const std::string& key) {
  if (!dimension.value.is_map()) return replaces(dimension.key, key);
  const auto sets_it = [&](const Value::Entry& alternative) {
    return std::ranges::any_of(alternative.value.entries, [&](const Value::Entry& setting) {
      return replaces(setting.key, key);
    });
  };
  return !dimension.value.entries.empty() && std::ranges::all_of(dimension.value.entries, sets_it);
}

}  // namespace

void refuse_swept(const Value& sweep, const std::string& key) {
  const auto sets_it = [&](const Value::Entry& dimension) { return sets_always(dimension, key); };
  const auto found = std::ranges::find_if(sweep.entries, sets_it);
  if (found == sweep.entries.end()) return;
  throw InputError("--set " + key + ": the sweep sets '" + found->key +
                   "' in every run; use --set 'sweep." + found->key + "=[...]' instead");
}

void assign_swept(Value& sweep, const std::string& key, Value value) {
  for (Value::Entry& entry : sweep.entries) {
    if (!entry.value.is_map()) continue;
    if (key == entry.key && !value.is_map()) {
      keep(entry.value, value);
      return;
    }
    if (key.starts_with(entry.key + ".")) {
      set_alternative(entry.value, key.substr(entry.key.size() + 1), std::move(value));
      return;
    }
  }
  sweep.set(key, std::move(value));
}

}  // namespace kairos
