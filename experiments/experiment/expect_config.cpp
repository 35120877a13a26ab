#include "experiments/experiment/expect_config.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "experiments/files/json_text.hpp"
#include "experiments/formulas/expression.hpp"
#include "sim/base/units.hpp"

namespace kairos {
namespace {

/// False for the rest of a number that is written in another way, such as "1,219".
bool begins_like_a_unit(const std::string& text) {
  const char first = text.front();
  const bool is_letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
  const bool is_not_ascii = (static_cast<unsigned char>(first) & 0x80U) != 0;
  return is_letter || is_not_ascii || first == '%' || first == '/' || text == "1" ||
         text.starts_with("1/");
}

/// Splits "14.76 ms" into its number and its unit. Throws InputError without a place.
NumberWithUnit number_with_unit(const std::string& text) {
  NumberWithUnit result;
  const std::size_t begin = text.find_first_not_of(" \t+");
  const char* const first = text.data() + std::min(begin, text.size());
  const char* const last = text.data() + text.size();
  const auto [end, error] = std::from_chars(first, last, result.number);
  if (error != std::errc{} || !std::isfinite(result.number)) {
    throw InputError("'" + text + "' is not a number; write one such as '14.76' or '14.76 ms'");
  }
  const std::string rest(end, last);
  const std::size_t from = rest.find_first_not_of(" \t");
  if (from == std::string::npos) return result;
  result.unit = rest.substr(from, rest.find_last_not_of(" \t") - from + 1);
  if (!begins_like_a_unit(result.unit)) {
    throw InputError("'" + text + "' is not a number with a unit; write one such as '14.76 ms'");
  }
  return result;
}

std::string text_of(const NumberWithUnit& value) {
  return shortest(value.number) + (value.unit.empty() ? "" : " " + value.unit);
}

/// The name that a swept value has in its sweep point.
std::string name_of_value(const Value& value) {
  return value.is_scalar() ? value.text : to_json_text(value);
}

}  // namespace

void Codec<NumberWithUnit>::read(const Value& from, NumberWithUnit& to) {
  to = at_place(from, [&] { return number_with_unit(scalar_text(from, "number")); });
}

Value Codec<NumberWithUnit>::write(const NumberWithUnit& value) {
  return Value::scalar(text_of(value));
}

void Codec<Tolerance>::read(const Value& from, Tolerance& to) {
  const std::string& text = scalar_text(from, "tolerance");
  const NumberWithUnit read = at_place(from, [&] { return number_with_unit(text); });
  if (read.number < 0) {
    throw InputError(from.place, "the tolerance '" + text +
                                     "' is negative; write a share such as '2 %', or a difference "
                                     "such as '3 K'");
  }
  const bool is_percent = read.unit == "%";
  to = {is_percent ? read.number / 100 : read.number, is_percent ? "" : read.unit};
}

Value Codec<Tolerance>::write(const Tolerance& value) {
  return Value::scalar(text_of({value.amount, value.unit}));
}

void Codec<Where>::read(const Value& from, Where& to) {
  to.conditions.clear();
  if (from.is_null()) return;
  require_map(from);
  for (const Value::Entry& entry : from.entries) {
    Where::Condition& condition = to.conditions.emplace_back();
    condition.key = entry.key;
    condition.place = entry.place;
    if (entry.value.is_list()) {
      for (const Value& item : entry.value.items) condition.values.push_back(name_of_value(item));
    }
    condition.values.push_back(name_of_value(entry.value));  // A swept value may be a list.
  }
}

Value Codec<Where>::write(const Where& value) {
  Value map = Value::map();
  for (const Where::Condition& condition : value.conditions) {
    // The last value of a list is the list itself.
    const bool is_list = condition.values.size() > 1;
    Value written = Value::list();
    for (std::size_t i = 0; i + 1 < condition.values.size(); ++i) {
      written.items.push_back(Codec<std::string>::write(condition.values[i]));
    }
    map.set(condition.key, is_list ? written : Codec<std::string>::write(condition.values.back()));
  }
  return map;
}

void ExpectConfig::describe(Fields& f) {
  f("name", name, "name of the row, by which formulas and 'than' of other rows refer to its value");
  f("where", where,
    "runs that the row is about: 'policy', 'seed' and swept keys (or the last components of their "
    "names) with a value or a list of values; all runs if absent");
  f("metric", metric, "metric, formula of the report, or amount of a network that is compared");
  f("formula", formula,
    "expression over these and over the values of other rows, instead of 'metric'");
  f("of", of,
    "application, stream, element ... whose metrics are taken (the whole run if absent); for "
    "amounts of networks APPLICATION or APPLICATION/OPERATOR, in which * stands for any text");
  f("on", on, "cluster for the amount 'compute_s' (the first one that can run the task if absent)");
  f("over", over,
    "how the values of several policies or sweep points become one; seeds always give the mean");
  f("value", value,
    "published or measured value, such as 14.76 or '14.76 ms'; without it, the row only serves "
    "other rows");
  f("unit", unit,
    "unit of the value (that of the metric if absent); an expression gives this unit");
  f("tolerance", tolerance,
    "largest difference: a share of the value (2 % or 0.02), a difference with its unit (3 K), or "
    "a list, of which one has to hold");
  f("source", source, "source of the value (that of the row before if absent)");
  f("kind", kind, "how the value is compared, and how much this proves");
  f("than", than,
    "for kind 'same direction': the number, or the name of the row, from which both values differ "
    "in the same direction (0 if absent)");
  f("why", why, "reason for a difference, or for what cannot be reproduced");
}

void ExpectConfig::check(const SourceLocation& where_written) const {
  const auto refuse = [&](const std::string& what) { throw InputError(where_written, what); };
  const bool counts = kind != ExpectKind::not_reproducible;
  if (!metric.empty() && !formula.empty()) {
    refuse("the row has both 'metric' and 'formula'; keep one of them");
  }
  if (metric.empty() && formula.empty() && counts) {
    refuse("the row compares nothing; add 'metric' or 'formula'");
  }
  if (!formula.empty()) {
    try {
      const Expression readable(formula);
    } catch (const InputError& error) {
      refuse(std::string("'formula' of the row ") + error.what());
    }
  }
  if (!value && name.empty() && counts) {
    refuse(
        "'value' is missing; add the published value, or a 'name' if the row only serves others");
  }
  if (value && !value->unit.empty() && !unit.empty() && value->unit != unit) {
    refuse("the value is in " + value->unit + ", but 'unit' is " + unit + "; keep one of them");
  }
  if (!counts && why.empty()) {
    refuse("a row of kind 'not reproducible' needs a reason; add 'why'");
  }
  const bool needs_tolerance = kind == ExpectKind::reproduced || kind == ExpectKind::reconstruction;
  if (value && needs_tolerance && tolerance.empty()) {
    refuse("'tolerance' is missing; add a share such as '2 %', or a difference such as '3 K'");
  }
  if (than && kind != ExpectKind::same_direction) {
    refuse("'than' belongs to rows of kind 'same direction'; leave it out, or change 'kind'");
  }
}

}  // namespace kairos
