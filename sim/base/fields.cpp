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

/// Adds the unknown keys of a map to the mistakes and returns the known keys nearest to them.
std::vector<std::string> find_unknown_keys(const Value& map, const Fields& fields,
                                           Mistakes& mistakes) {
  const std::vector<std::string> names = names_of(fields);
  std::vector<std::string> meant;
  for (const Value::Entry& entry : map.entries) {
    if (std::ranges::find(names, entry.key) != names.end()) continue;
    mistakes.attempt([&] { throw InputError(entry.place, unknown_name("key", entry.key, names)); });
    meant.push_back(nearest(entry.key, names));
  }
  return meant;
}

void read_field(const Value& map, const Field& field, const std::vector<std::string>& misspelt) {
  const Value* value = map.find(field.name);
  if (value == nullptr || value->is_null()) {
    const bool is_misspelt = std::ranges::find(misspelt, field.name) != misspelt.end();
    if (field.required && !is_misspelt) throw missing(map.place, field.name, field.meaning);
    return;
  }
  field.read(*value);
  for (const auto& check : field.checks) check(*value);
}

/// The schema with the names that its value, or each item of its list, may take.
Schema with_names(Schema schema, std::vector<std::string> names) {
  if (schema.item) {
    schema.item = std::make_shared<Schema>(with_names(*schema.item, std::move(names)));
  } else {
    schema.allowed = std::move(names);
  }
  return schema;
}

}  // namespace

InputError missing(const SourceLocation& where, const std::string& key,
                   const std::string& meaning) {
  return InputError(where, "'" + key + "' is missing; add it: " + meaning);
}

InputError refusal(const SourceLocation& where, const std::string& key, const Value& value,
                   const std::string& rule) {
  if (value.is_list() || value.is_map()) {
    return InputError(where, "'" + key + "' is " + value.in_line() + "; write " + rule);
  }
  return InputError(where, "'" + key + "' is " + value.shown() + "; it must be " + rule);
}

void read_fields(const Value& map, const Fields& fields) {
  Mistakes mistakes;
  const std::vector<std::string> misspelt = find_unknown_keys(map, fields, mistakes);
  for (const Field& field : fields.all()) {
    mistakes.attempt([&] { read_field(map, field, misspelt); });
  }
  mistakes.report();
}

void check_names(const Value& written, const std::string& kind,
                 const std::vector<std::string>& known, const std::string& where_all_are) {
  Mistakes mistakes;
  const auto check = [&](const Value& name) {
    if (std::ranges::find(known, name.text) != known.end()) return;
    mistakes.add(InputError(name.place, unknown_name(kind, name.text, known, where_all_are)));
  };
  if (written.is_scalar()) check(written);
  for (const Value& item : written.items) check(item);
  mistakes.report();
}

Value write_fields(const Fields& fields) {
  Value map = Value::map();
  for (const Field& field : fields.all()) map.set(field.name, field.write());
  return map;
}

void anchor_files(Value& map, const Fields& fields) {
  for (const Field& field : fields.all()) {
    Value* written = map.find(field.name);
    if (written == nullptr || written->is_null()) continue;
    if (field.schema().kind != Schema::Kind::file) continue;
    field.read(*written);
    const SourceLocation place = written->place;
    *written = field.write();
    written->place = place;
  }
}

std::vector<FieldSchema> field_schemas(const Fields& fields) {
  std::vector<FieldSchema> schemas;
  for (const Field& field : fields.all()) {
    const Value preset = field.write();
    schemas.push_back(
        {field.name, field.meaning, field.bounds, preset.is_scalar() ? preset.text : std::string{},
         field.required,
         std::make_shared<const Schema>(field.known ? with_names(field.schema(), field.known())
                                                    : field.schema()),
         field.limits});
  }
  return schemas;
}

const std::string& scalar_text(const Value& value, std::string_view expected) {
  if (!value.is_scalar()) {
    throw InputError(value.place, "expected " + with_article(expected) + ", found " +
                                      value.shown() + "; write one value");
  }
  return value.text;
}

void require_map(const Value& value) {
  if (!value.is_map()) {
    throw InputError(value.place,
                     "expected a map, found " + value.shown() + "; write 'key: value' lines");
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
                     from.shown() + " is not a whole number from 0 to 2^64-1; write digits only");
  }
}

void Codec<std::int64_t>::read(const Value& from, std::int64_t& to) {
  const std::string& text = scalar_text(from, "whole number");
  const char* last = text.data() + text.size();
  const auto [end, error] = std::from_chars(text.data(), last, to);
  if (error != std::errc{} || end != last) {
    throw InputError(from.place, from.shown() +
                                     " is not a whole number from -2^63 to 2^63-1; write digits "
                                     "only, with a sign before them if needed");
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
