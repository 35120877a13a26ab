// kairos schema: a JSON Schema of experiment files, generated from the same lists that read them.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/quality/quality_spec.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using Json = nlohmann::ordered_json;

Json schema_of(const Shape& shape);

Json inner_plugin_schema(std::string_view kind);

/// `within` is the kind of the plug-in whose options these are.
Json record_schema(const std::vector<FieldShape>& fields, std::string_view within = {}) {
  Json schema = {{"type", "object"}, {"additionalProperties", false}};
  Json properties = Json::object();
  Json required = Json::array();
  for (const FieldShape& field : fields) {
    const Shape& shape = *field.shape;
    const bool is_inner = shape.kind == Shape::Kind::plugin && shape.quantity == within;
    Json property = is_inner ? inner_plugin_schema(within) : schema_of(shape);
    property["description"] =
        field.bounds.empty() ? field.meaning : field.meaning + "; " + field.bounds;
    if (!field.preset.empty()) property["default"] = field.preset;
    properties[field.name] = property;
    if (field.required) required.push_back(field.name);
  }
  schema["properties"] = properties;
  if (!required.empty()) schema["required"] = required;
  return schema;
}

/// A plug-in among the options of one of its own kind: spelled out it would contain itself.
Json inner_plugin_schema(std::string_view kind) {
  Json names = Json::array();
  for (const PluginInfo& info : plugin_catalogue()[std::string(kind)]) names.push_back(info.name);
  return {{"anyOf", Json::array({{{"enum", names}},
                                 {{"type", "object"}, {"required", Json::array({"name"})}}})}};
}

/// A plug-in by name, or a map with 'name' and its options.
Json plugin_schema(std::string_view kind) {
  Json names = Json::array();
  Json alternatives = Json::array();
  for (const PluginInfo& info : plugin_catalogue()[std::string(kind)]) {
    names.push_back(info.name);
    const std::vector<FieldShape> options = info.options();
    Json record = record_schema(options, kind);
    record["properties"]["name"] = {{"const", info.name}, {"description", info.meaning}};
    if (kind == "policy") record["properties"]["label"] = {{"type", "string"}};
    record["required"].push_back("name");
    alternatives.push_back(record);
  }
  Json all = Json::array({{{"enum", names}}});
  for (const Json& record : alternatives) all.push_back(record);
  return {{"anyOf", all}};
}

Json schema_of(const Shape& shape) {
  switch (shape.kind) {
    case Shape::Kind::boolean:
      return {{"type", "boolean"}};
    case Shape::Kind::integer:
      return {{"type", "integer"}, {"minimum", 0}};
    case Shape::Kind::number:
      return {{"type", "number"}};
    case Shape::Kind::text:
      return {{"type", "string"}};
    case Shape::Kind::quantity:
      return {{"type", "string"},
              {"pattern", "^\\s*[-+]?[0-9.]+([eE][-+]?[0-9]+)?\\s*[A-Za-z/]+\\s*$"},
              {"examples", Json::array({std::string(shape.example)})}};
    case Shape::Kind::list: {
      const Json item = schema_of(*shape.item);
      return {{"anyOf", Json::array({{{"type", "array"}, {"items", item}}, item})}};
    }
    case Shape::Kind::map: {
      Json map = {{"type", "object"}, {"additionalProperties", schema_of(*shape.item)}};
      if (!shape.scalar_too) return map;
      return {{"anyOf", Json::array({map,
                                     {{"type", "array"}, {"items", {{"type", "string"}}}},
                                     {{"type", "string"}}})}};
    }
    case Shape::Kind::record:
      if (!shape.scalar_too) return record_schema(shape.fields);
      return {{"anyOf", Json::array({{{"type", "number"}}, record_schema(shape.fields)})}};
    case Shape::Kind::plugin:
      return plugin_schema(shape.quantity);
    case Shape::Kind::any:
      break;
  }
  return Json::object();
}

/// A platform or workload may also be a name, or `use:` a name and lay keys over it.
Json usable(Json inline_schema) {
  Json used = inline_schema;
  used["properties"]["use"] = {{"type", "string"}, {"description", "a library name or a file"}};
  used["required"] = Json::array({"use"});
  return {{"anyOf", Json::array({{{"type", "string"}}, used, std::move(inline_schema)})}};
}

/// Where each of a list of records has a platform and a workload of its own.
void make_usable(Json& list) {
  for (Json& form : list["anyOf"]) {
    Json& item = form.contains("items") ? form["items"] : form;
    for (const char* key : {"platform", "workload"}) {
      item["properties"][key] = usable(std::move(item["properties"][key]));
    }
  }
}

/// Dotted keys to values, names to alternatives.
Json sweep_schema(const Json& description) {
  const Json alternative = {{"type", "object"}, {"minProperties", 1}};
  const Json alternatives = {
      {"type", "object"}, {"minProperties", 1}, {"additionalProperties", alternative}};
  const Json values = {{"type", "array"}, {"minItems", 1}};
  const Json value = {{"type", Json::array({"string", "number", "boolean"})}};
  return {{"type", "object"},
          {"additionalProperties", {{"anyOf", Json::array({values, alternatives, value})}}},
          {"description", description}};
}

Json experiment_schema() {
  Json schema = schema_of(Codec<ExperimentSpec>::shape());
  make_usable(schema["properties"]["draw"]["properties"]["domains"]);
  const Json whole = {{"required", Json::array({"platform", "workload"})}};
  schema["anyOf"] = Json::array({whole, {{"required", Json::array({"draw"})}}});
  for (const char* key : {"platform", "workload"}) {
    const Json description = schema["properties"][key]["description"];
    Json inline_schema = schema["properties"][key];
    inline_schema.erase("description");
    schema["properties"][key] = usable(std::move(inline_schema));
    schema["properties"][key]["description"] = description;
  }
  schema["properties"]["sweep"] = sweep_schema(schema["properties"]["sweep"]["description"]);
  schema["properties"]["seeds"] = {
      {"anyOf", Json::array({{{"type", "integer"}, {"minimum", 1}},
                             {{"type", "array"}, {"items", {{"type", "integer"}}}}})},
      {"description", "how many seeds, or a list of them"}};
  Json result = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "Kairos experiment"}};
  result.update(schema);
  return result;
}

/// Its platforms and workloads may be names, too.
Json quality_schema() {
  Json schema = schema_of(Codec<QualitySpec>::shape());
  make_usable(schema["properties"]["instances"]);
  return schema;
}

Json schema_named(const std::string& what) {
  if (what == "experiment") return experiment_schema();
  Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                 {"title", "Kairos " + what}};
  schema.update(what == "quality"    ? quality_schema()
                : what == "platform" ? schema_of(Codec<PlatformSpec>::shape())
                                     : schema_of(Codec<WorkloadSpec>::shape()));
  return schema;
}

}  // namespace

void add_schema(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("schema", "Print the JSON Schema of a kind of file, for editors");
  auto what = std::make_shared<std::string>("experiment");
  verb->add_option("what", *what, "experiment, quality, platform or workload")
      ->check(CLI::IsMember({"experiment", "quality", "platform", "workload"}));
  verb->callback([what] { fmt::print("{}\n", schema_named(*what).dump(2)); });
}

}  // namespace kairos
