#include "experiments/schema/schema_parts.hpp"

#include "sim/base/registry.hpp"
#include "sim/base/units.hpp"
#include "sim/decision/decision_time_config.hpp"

namespace kairos {
namespace {

using Json = SchemaParts::Json;

constexpr const char* digits = "([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?";

Json either(Json first, Json second) {
  return {{"anyOf", Json::array({std::move(first), std::move(second)})}};
}

void set_limits(Json& schema, const Limits& limits) {
  if (limits.low) schema[limits.above_low ? "exclusiveMinimum" : "minimum"] = *limits.low;
  if (limits.high) schema["maximum"] = *limits.high;
}

Json integer(const Limits& limits) {
  Json schema = {{"type", "integer"}};
  Limits set = limits;
  if (!set.low) set.low = 0;
  set_limits(schema, set);
  return schema;
}

std::string description_of(const FieldSchema& field) {
  std::string text = field.meaning;
  if (!field.bounds.empty()) text += "; " + field.bounds;
  if (!field.preset.empty()) text += " (" + field.preset + " if absent)";
  return text;
}

}  // namespace

Json SchemaParts::reference(const std::string& name) {
  std::string pointer = "#/$defs/";
  for (const char c : name) {
    if (c == ' ') {
      pointer += "%20";
    } else {
      pointer += c;
    }
  }
  return {{"$ref", pointer}};
}

Json SchemaParts::record(const std::vector<FieldSchema>& fields) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const FieldSchema& field : fields) {
    Json property = of(*field.schema, field.name, field.limits);
    property["description"] = description_of(field);
    properties[field.name] = std::move(property);
    if (field.required) required.push_back(field.name);
  }
  Json schema = {{"type", "object"}, {"additionalProperties", false}};
  schema["properties"] = std::move(properties);
  if (!required.empty()) schema["required"] = std::move(required);
  return schema;
}

Json SchemaParts::shared(const std::string& name, Json schema) {
  std::string unused = name;
  for (int i = 2; definitions_.contains(unused); ++i) {
    if (definitions_[unused] == schema) return reference(unused);
    unused = name + "-" + std::to_string(i);
  }
  definitions_[unused] = std::move(schema);
  return reference(unused);
}

/// Numbers may be text because some YAML versions read 1e-3 as text.
Json SchemaParts::number(const Limits& limits) {
  Json schema = {{"type", "number"}};
  set_limits(schema, limits);
  return either(std::move(schema),
                shared("number as text",
                       {{"type", "string"}, {"pattern", std::string("^[-+]?") + digits + "$"}}));
}

/// Text may be of several types because a name can look like a number or a truth value.
Json SchemaParts::text(const Schema& schema) {
  if (!schema.allowed.empty()) return shared("names", {{"enum", schema.allowed}});
  return shared("text", {{"type", Json::array({"string", "number", "boolean"})}});
}

Json SchemaParts::quantity(const Schema& schema, const Limits& limits) {
  std::string units;
  for (const Unit& unit : schema.units) units.append(units.empty() ? "" : "|").append(unit.name);
  const std::string sign = limits.low ? "" : "-?";
  std::string name(schema.quantity);
  if (limits.low) name += " without sign";
  return shared(name, {{"type", "string"},
                       {"pattern", "^\\s*" + sign + digits + "\\s*(" + units + ")\\s*$"},
                       {"examples", Json::array({std::string(schema.example)})}});
}

Json SchemaParts::plugin(const std::string& kind) {
  const std::string name = kind + " by name";  // A document may have the name of the kind.
  if (definitions_.contains(name)) return reference(name);
  definitions_[name] = Json::object();  // The options may refer to plug-ins of the same kind.
  Json names = Json::array();
  Json forms = Json::array();
  for (const PluginInfo& info : plugin_catalogue()[kind]) {
    names.push_back(info.name);
    Json form = record(info.options());
    form["properties"]["name"] = {{"const", info.name}, {"description", info.meaning}};
    if (kind == "policy") {
      form["properties"]["label"] = text({});
      form["properties"]["decision_time"] =
          of(Codec<DecisionTimeConfig>::schema(), "decision_time", {});
    }
    if (!info.is_usual) form["required"].push_back("name");
    forms.push_back(std::move(form));
  }
  Json all = Json::array({{{"enum", std::move(names)}}});
  for (Json& form : forms) all.push_back(std::move(form));
  definitions_[name] = {{"anyOf", std::move(all)}};
  return reference(name);
}

/// A list, or a single value that stands for a list of one.
Json SchemaParts::list(const Schema& schema, const std::string& name) {
  const Json item = of(*schema.item, name, {});
  return either({{"type", "array"}, {"items", item}}, item);
}

/// A map from names to values; if the schema allows it, also a list of names.
Json SchemaParts::map(const Schema& schema, const std::string& name) {
  Json names_to_values = {{"type", "object"}, {"additionalProperties", of(*schema.item, name, {})}};
  if (!schema.scalar_too) return names_to_values;
  const Schema names{.kind = Schema::Kind::list,
                     .item = std::make_shared<Schema>(Schema{.kind = Schema::Kind::text})};
  return either(std::move(names_to_values), list(names, name));
}

Json SchemaParts::record_or_word(const Schema& schema, const std::string& name,
                                 const Limits& limits) {
  if (Json special = special_(schema); !special.is_null()) return special;
  Json form =
      shared(schema.quantity.empty() ? name : std::string(schema.quantity), record(schema.fields));
  if (!schema.scalar_too) return form;
  if (schema.item) return either(of(*schema.item, name, limits), std::move(form));
  Json scalar = schema.units.empty() ? number(limits) : quantity(schema, limits);
  return either(std::move(scalar), std::move(form));
}

Json SchemaParts::of(const Schema& schema, const std::string& name, const Limits& limits) {
  switch (schema.kind) {
    case Schema::Kind::boolean:
      return {{"type", "boolean"}};
    case Schema::Kind::integer:
      return integer(limits);
    case Schema::Kind::signed_integer:
      return limits.low ? integer(limits) : Json{{"type", "integer"}};
    case Schema::Kind::number:
      return number(limits);
    case Schema::Kind::text:
    case Schema::Kind::file:
      return text(schema);
    case Schema::Kind::quantity:
      return quantity(schema, limits);
    case Schema::Kind::list:
      return list(schema, name);
    case Schema::Kind::map:
      return map(schema, name);
    case Schema::Kind::record:
      return record_or_word(schema, name, limits);
    case Schema::Kind::plugin:
      return plugin(std::string(schema.quantity));
    case Schema::Kind::any:
      break;
  }
  return Json::object();
}

}  // namespace kairos
