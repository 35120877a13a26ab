#include "experiments/schema/schema_parts.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "sim/base/registry.hpp"
#include "sim/base/units.hpp"
#include "sim/decision/decision_time_config.hpp"

namespace kairos {
namespace {

using Json = SchemaParts::Json;

constexpr const char* digits = "(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d+)?";

Json either(Json first, Json second) {
  return {{"anyOf", Json::array({std::move(first), std::move(second)})}};
}

/// A limit as a JSON number: 1 rather than 1.0.
Json limit(double value) {
  constexpr double largest_exact = 9e15;
  if (value != std::floor(value) || std::abs(value) > largest_exact) return value;
  return static_cast<std::int64_t>(value);
}

void set_limits(Json& schema, const Limits& limits) {
  if (limits.low) schema[limits.above_low ? "exclusiveMinimum" : "minimum"] = limit(*limits.low);
  if (limits.high) schema["maximum"] = limit(*limits.high);
}

/// The limits as a part of a name: " from 0 to 1".
std::string words_for(const Limits& limits) {
  std::string words;
  if (limits.low) words += (limits.above_low ? " above " : " from ") + limit(*limits.low).dump();
  if (limits.high) words += " to " + limit(*limits.high).dump();
  return words;
}

Json integer(const Limits& limits) {
  Json schema = {{"type", "integer"}};
  Limits set = limits;
  if (!set.low) set.low = 0;
  set_limits(schema, set);
  return schema;
}

/// True if the schema of the field enforces the bounds, so that the description need not say them.
bool are_enforced(const FieldSchema& field) {
  const Schema::Kind kind = field.schema->kind;
  if (kind == Schema::Kind::quantity) return field.bounds == "zero or more";
  const bool is_whole = kind == Schema::Kind::integer || kind == Schema::Kind::signed_integer;
  if (!is_whole && kind != Schema::Kind::number) return false;
  const auto text = [&](double value) {
    return is_whole ? std::to_string(static_cast<std::int64_t>(value)) : shortest(value);
  };
  const Limits& limits = field.limits;
  if (!limits.low) return false;
  const std::string low = text(*limits.low);
  if (limits.high) return field.bounds == "between " + low + " and " + text(*limits.high);
  if (limits.above_low) return field.bounds == "greater than zero";
  return field.bounds == "zero or more" || field.bounds == "at least " + low;
}

std::string description_of(const FieldSchema& field) {
  std::string text = field.meaning;
  if (!field.bounds.empty() && !are_enforced(field)) text += "; " + field.bounds;
  if (!field.preset.empty()) text += "; default " + field.preset;
  return text;
}

/// The name of what a schema describes, for the name of a list of it; empty if it has none.
std::string name_of_items(const Json& schema) {
  if (schema.contains("$ref")) {
    const auto pointer = schema["$ref"].get<std::string>();
    return pointer.substr(pointer.rfind('/') + 1);
  }
  if (schema.value("type", "") != "integer") return "";
  return schema.contains("minimum") ? "integer" : "signed integer";
}

}  // namespace

Json SchemaParts::reference(const std::string& name) {
  return {{"$ref", "#/$defs/" + name}};
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

Json SchemaParts::shared(std::string name, Json schema) {
  std::ranges::replace(name, ' ', '_');
  const auto [known, is_new] = names_.try_emplace(schema.dump(), name);
  if (!is_new) return reference(known->second);
  for (int i = 2; definitions_.contains(known->second); ++i) {
    known->second = name + "-" + std::to_string(i);
  }
  definitions_[known->second] = std::move(schema);
  return reference(known->second);
}

/// Numbers may be text because some YAML versions read 1e-3 as text.
Json SchemaParts::number(const Limits& limits) {
  Json schema = {{"type", "number"}};
  set_limits(schema, limits);
  Json as_text = shared("number as text",
                        {{"type", "string"}, {"pattern", std::string("^[-+]?") + digits + "$"}});
  return shared("number" + words_for(limits), either(std::move(schema), std::move(as_text)));
}

/// Text may be of several types because a name can look like a number or a truth value.
Json SchemaParts::text(const Schema& schema, const std::string& name) {
  if (!schema.allowed.empty()) return shared(name, {{"enum", schema.allowed}});
  return shared("text", {{"type", Json::array({"string", "number", "boolean"})}});
}

Json SchemaParts::quantity(const Schema& schema, const Limits& limits) {
  std::string units;
  for (const Unit& unit : schema.units) units.append(units.empty() ? "" : "|").append(unit.name);
  const std::string sign = limits.low ? "" : "-?";
  const std::string name = (limits.low ? "" : "signed ") + std::string(schema.quantity);
  return shared(name, {{"type", "string"},
                       {"pattern", "^\\s*" + sign + digits + "\\s*(" + units + ")\\s*$"},
                       {"examples", Json::array({std::string(schema.example)})}});
}

/// Plug-ins that take equal options share one form, which lists their names.
Json SchemaParts::forms_of(const std::string& kind, bool requires_names) {
  Json forms = Json::array();
  std::vector<Json> names;
  for (const PluginInfo& info : plugin_catalogue()[kind]) {
    Json form = record(info.options());
    form.erase("type");  // All forms are objects, as plugin() says.
    if (kind == "policy") form["properties"].update({{"label", true}, {"decision_time", true}});
    if (requires_names && !info.is_usual) form["required"].push_back("name");
    Json name = {{"const", info.name}, {"description", info.meaning}};
    const auto equal = std::find(forms.begin(), forms.end(), form);
    const auto position = static_cast<std::size_t>(equal - forms.begin());
    if (equal == forms.end()) {
      forms.push_back(std::move(form));
      names.emplace_back();
    }
    names[position].push_back(std::move(name));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const bool is_one = names[i].size() == 1;
    forms[i]["properties"]["name"] = is_one ? names[i][0] : Json{{"anyOf", names[i]}};
  }
  return forms;
}

Json SchemaParts::plugin(const std::string& kind) {
  std::string name = kind + "_by_name";  // A document may have the name of the kind.
  std::ranges::replace(name, ' ', '_');
  if (definitions_.contains(name)) return reference(name);
  definitions_[name] = Json::object();  // The options may refer to plug-ins of the same kind.
  const std::vector<PluginInfo>& plugins = plugin_catalogue()[kind];
  Json names = Json::array();
  for (const PluginInfo& info : plugins) names.push_back(info.name);
  const bool has_usual = std::ranges::any_of(plugins, &PluginInfo::is_usual);
  Json with_options = {{"type", "object"}};
  if (!has_usual) with_options["required"] = Json::array({"name"});
  if (kind == "policy") {
    with_options["properties"]["label"] = text({}, "label");
    with_options["properties"]["decision_time"] =
        of(Codec<DecisionTimeConfig>::schema(), "decision_time", {});
  }
  with_options["anyOf"] = forms_of(kind, has_usual);
  definitions_[name] = either({{"enum", std::move(names)}}, std::move(with_options));
  return reference(name);
}

/// A list, or a single value that stands for a list of one.
Json SchemaParts::list(const Schema& schema, const std::string& name) {
  const Json item = of(*schema.item, name, {});
  Json form = either({{"type", "array"}, {"items", item}}, item);
  const std::string items = name_of_items(item);
  return items.empty() ? form : shared("list of " + items, std::move(form));
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
  const bool has_name = !schema.quantity.empty() && schema.units.empty();
  Json form = shared(has_name ? std::string(schema.quantity) : name, record(schema.fields));
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
      return text(schema, name);
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
