#include "experiments/document/schema_parts.hpp"

#include "sim/base/registry.hpp"
#include "sim/base/units.hpp"

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

std::string description_of(const FieldShape& field) {
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

Json SchemaParts::record(const std::vector<FieldShape>& fields) {
  Json properties = Json::object();
  Json required = Json::array();
  for (const FieldShape& field : fields) {
    Json property = of(*field.shape, field.name, field.limits);
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
Json SchemaParts::text(const Shape& shape) {
  if (!shape.allowed.empty()) return shared("names", {{"enum", shape.allowed}});
  return shared("text", {{"type", Json::array({"string", "number", "boolean"})}});
}

Json SchemaParts::quantity(const Shape& shape, const Limits& limits) {
  std::string units;
  for (const Unit& unit : shape.units) units.append(units.empty() ? "" : "|").append(unit.name);
  const std::string sign = limits.low ? "" : "-?";
  std::string name(shape.quantity);
  if (limits.low) name += " without sign";
  return shared(name, {{"type", "string"},
                       {"pattern", "^\\s*" + sign + digits + "\\s*(" + units + ")\\s*$"},
                       {"examples", Json::array({std::string(shape.example)})}});
}

Json SchemaParts::plugin(const std::string& kind) {
  if (definitions_.contains(kind)) return reference(kind);
  definitions_[kind] = Json::object();  // The options may refer to plug-ins of the same kind.
  Json names = Json::array();
  Json forms = Json::array();
  for (const PluginInfo& info : plugin_catalogue()[kind]) {
    names.push_back(info.name);
    Json form = record(info.options());
    form["properties"]["name"] = {{"const", info.name}, {"description", info.meaning}};
    if (kind == "policy") form["properties"]["label"] = text({});
    form["required"].push_back("name");
    forms.push_back(std::move(form));
  }
  Json all = Json::array({{{"enum", std::move(names)}}});
  for (Json& form : forms) all.push_back(std::move(form));
  definitions_[kind] = {{"anyOf", std::move(all)}};
  return reference(kind);
}

/// A list, or a single value that stands for a list of one.
Json SchemaParts::list(const Shape& shape, const std::string& name) {
  const Json item = of(*shape.item, name, {});
  return either({{"type", "array"}, {"items", item}}, item);
}

/// A map from names to values; if the shape allows it, also a list of names.
Json SchemaParts::map(const Shape& shape, const std::string& name) {
  Json names_to_values = {{"type", "object"}, {"additionalProperties", of(*shape.item, name, {})}};
  if (!shape.scalar_too) return names_to_values;
  const Shape names{.kind = Shape::Kind::list,
                    .item = std::make_shared<Shape>(Shape{.kind = Shape::Kind::text})};
  return either(std::move(names_to_values), list(names, name));
}

Json SchemaParts::record_or_number(const Shape& shape, const std::string& name,
                                   const Limits& limits) {
  if (Json special = special_(shape); !special.is_null()) return special;
  Json form = shared(name, record(shape.fields));
  return shape.scalar_too ? either(number(limits), std::move(form)) : form;
}

Json SchemaParts::of(const Shape& shape, const std::string& name, const Limits& limits) {
  switch (shape.kind) {
    case Shape::Kind::boolean:
      return {{"type", "boolean"}};
    case Shape::Kind::integer:
      return integer(limits);
    case Shape::Kind::number:
      return number(limits);
    case Shape::Kind::text:
    case Shape::Kind::file:
      return text(shape);
    case Shape::Kind::quantity:
      return quantity(shape, limits);
    case Shape::Kind::list:
      return list(shape, name);
    case Shape::Kind::map:
      return map(shape, name);
    case Shape::Kind::record:
      return record_or_number(shape, name, limits);
    case Shape::Kind::plugin:
      return plugin(std::string(shape.quantity));
    case Shape::Kind::any:
      break;
  }
  return Json::object();
}

}  // namespace kairos
