#include "sim/base/fields.hpp"

#include <algorithm>
#include <charconv>

namespace kairos {
namespace {

std::vector<std::string> names_of(const Fields& fields) {
  std::vector<std::string> names;
  for (const Field& field : fields.all()) names.push_back(field.name);
  return names;
}

void refuse_unknown_keys(const Value& map, const Fields& fields) {
  const std::vector<std::string> names = names_of(fields);
  for (const Value::Entry& entry : map.entries) {
    if (std::ranges::find(names, entry.key) == names.end()) {
      throw InputError(entry.place, unknown_name("key", entry.key, names));
    }
  }
}

void read_field(const Value& map, const Field& field) {
  const Value* value = map.find(field.name);
  if (value == nullptr || value->is_null()) {
    if (field.required) throw missing(map.place, field.name, field.meaning);
    return;
  }
  field.read(*value);
  for (const auto& check : field.checks) check(value->place);
}

}  // namespace

InputError missing(const Place& where, const std::string& key, const std::string& meaning) {
  return InputError(where, "'" + key + "' is missing; it says " + meaning);
}

InputError refusal(const Place& where, const std::string& key, const Value& value,
                   const std::string& rule) {
  if (value.is_list() || value.is_map()) {
    return InputError(where, "'" + key + "' is " + value.in_line() + "; write " + rule);
  }
  return InputError(where, "'" + key + "' is " + value.shown() + "; it must be " + rule);
}

void read_fields(const Value& map, const Fields& fields) {
  refuse_unknown_keys(map, fields);
  for (const Field& field : fields.all()) read_field(map, field);
}

Value write_fields(const Fields& fields) {
  Value map = Value::map();
  for (const Field& field : fields.all()) map.set(field.name, field.write());
  return map;
}

std::vector<FieldShape> field_shapes(const Fields& fields) {
  std::vector<FieldShape> shapes;
  for (const Field& field : fields.all()) {
    const Value preset = field.write();
    shapes.push_back({field.name, field.meaning, field.bounds,
                      preset.is_scalar() ? preset.text : std::string{}, field.required,
                      std::make_shared<const Shape>(field.shape())});
  }
  return shapes;
}

const std::string& scalar_text(const Value& value, std::string_view expected) {
  if (!value.is_scalar()) {
    throw InputError(value.place, value.shown() + " stands where a " + std::string(expected) +
                                      " is due; write one value");
  }
  return value.text;
}

void require_map(const Value& value) {
  if (!value.is_map()) {
    throw InputError(value.place,
                     value.shown() + " stands where a map is due; write 'key: value' lines");
  }
}

void Codec<bool>::read(const Value& from, bool& to) {
  const std::string& text = scalar_text(from, "true or false");
  if (text != "true" && text != "false") {
    throw InputError(from.place,
                     from.shown() + " is neither true nor false; write 'true' or 'false'");
  }
  to = text == "true";
}

void Codec<std::uint64_t>::read(const Value& from, std::uint64_t& to) {
  const std::string& text = scalar_text(from, "whole number");
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, to);
  if (error != std::errc{} || end != last) {
    throw InputError(from.place,
                     from.shown() + " is no whole number from 0 to 2^64-1; write digits only");
  }
}

void Codec<double>::read(const Value& from, double& to) {
  const std::string& text = scalar_text(from, "number");
  to = at_place(from, [&] { return parse_number(text); });
}

void Codec<std::string>::read(const Value& from, std::string& to) {
  to = scalar_text(from, "text");
}

}  // namespace kairos
