#include "experiments/schema/json_schema.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "experiments/files/file_kind.hpp"
#include "experiments/schema/schema_parts.hpp"
#include "experiments/schema/share_definitions.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

using Json = nlohmann::ordered_json;

/// Builds the schemas of whole files. They differ from the structs in some places: a platform may
/// be a name, seeds may be a number, and a sweep has a form of its own.
class FileSchemas {
 public:
  FileSchemas() : parts_([this](const Schema& record) { return form_of(record); }) {}

  [[nodiscard]] Json named(const std::string& what) {
    Json schema = {{"$schema", "http://json-schema.org/draft-07/schema#"},
                   {"title", what == "any" ? "Kairos file" : "Kairos " + what}};
    schema.update(what == "any" ? any() : of(what));
    schema["$defs"] = parts_.definitions();
    share_definitions(schema);
    return schema;
  }

 private:
  /// The schema of a platform, workload or model inside another file; null for any other record.
  Json form_of(const Schema& record) {
    const auto has = [&](std::string_view key) {
      return std::ranges::find(record.fields, key, &FieldSchema::name) != record.fields.end();
    };
    if (has("clusters") && has("links")) return reference_to("platform");
    if (has("applications") && has("streams")) return reference_to("workload");
    if (has("model") && has("parameters")) return model();
    if (has("formulas") && has("plot")) return report(record);
    if (has("name") && has("tasks") && has("graph")) return application(record);
    return nullptr;
  }

  /// An application has a graph in one of four forms, unless its alternatives have graphs.
  Json application(const Schema& record) {
    if (!parts_.definitions().contains("any_application")) {
      parts_.definitions()["any_application"] = Json::object();
      Json schema = parts_.record(record.fields);
      Json one_graph;
      for (const char* form : {"tasks", "graph", "network", "model"}) {
        one_graph["oneOf"].push_back({{"required", Json::array({form})}});
      }
      schema["anyOf"] =
          Json::array({std::move(one_graph), {{"required", Json::array({"alternatives"})}}});
      parts_.definitions()["any_application"] = std::move(schema);
    }
    return SchemaParts::reference("any_application");
  }

  /// A model of an application may also be a plug-in with its options.
  Json model() {
    const Json plug_in = {{"type", "object"},
                          {"required", Json::array({"name"})},
                          {"not", {{"required", Json::array({"model"})}}}};
    return {{"anyOf", Json::array({reference_to("model"), plug_in})}};
  }

  /// The metrics of a report are known by name, unless it has formulas.
  Json report(const Schema& record) {
    Schema with_formulas = record;
    for (FieldSchema& field : with_formulas.fields) {
      field.schema = std::make_shared<const Schema>(with_any_name(*field.schema));
    }
    Json schema = parts_.record(with_formulas.fields);
    Json known_names = Json::object();
    const Json strict = parts_.record(record.fields);
    for (const auto& item : strict["properties"].items()) {
      if (item.value() == schema["properties"][item.key()]) continue;
      known_names[item.key()] = item.value();
      known_names[item.key()].erase("description");
    }
    schema["anyOf"] = Json::array(
        {{{"required", Json::array({"formulas"})}}, {{"properties", std::move(known_names)}}});
    return schema;
  }

  /// The schema of a text or a list of texts without the names that it may take.
  static Schema with_any_name(Schema schema) {
    schema.allowed.clear();
    if (schema.kind == Schema::Kind::list) {
      schema.item = std::make_shared<Schema>(with_any_name(*schema.item));
    }
    return schema;
  }

  Json of(const std::string& what) {
    const auto kind = Choice<FileKind>(what).make();
    return kind->is_usable() ? usable_file(what) : whole_file(*kind);
  }

  /// The schema of a document that cannot use another one.
  Json whole_file(const FileKind& kind) {
    Json schema = parts_.record(kind.schema()->fields);
    Json& properties = schema["properties"];
    if (properties.contains("sweep")) {
      properties["sweep"] = sweep(properties["sweep"]["description"]);
    }
    if (properties.contains("seeds")) properties["seeds"] = seeds();
    for (const std::vector<std::string>& keys : kind.alternatives()) {
      schema["anyOf"].push_back({{"required", keys}});
    }
    return schema;
  }

  /// The schema of a complete platform or workload.
  Json inline_form(const std::string& what) {
    const std::string name = "inline_" + what;
    if (!parts_.definitions().contains(name)) {
      Json record = parts_.record(Choice<FileKind>(what).make()->schema()->fields);
      parts_.definitions()[name] = std::move(record);
    }
    return parts_.definitions()[name];
  }

  /// The schema of `use: NAME` with other keys that replace parts of the named document. Lists of
  /// rows may then be maps by name, so only the keys are checked.
  Json used(const std::string& what) {
    const std::string name = "used_" + what;
    Json form = {{"type", "object"}, {"additionalProperties", false}};
    Json properties = {{"use", {{"type", "string"}, {"description", "library name or file"}}}};
    const Json whole = inline_form(what);
    for (const auto& item : whole["properties"].items()) properties[item.key()] = Json::object();
    form["properties"] = std::move(properties);
    form["required"] = Json::array({"use"});
    parts_.definitions()[name] = std::move(form);
    return SchemaParts::reference(name);
  }

  /// The schema of a platform or workload in an experiment: a name, `use`, or the complete
  /// document.
  Json reference_to(const std::string& what) {
    const std::string name = "any_" + what;
    if (!parts_.definitions().contains(name)) {
      Json by_use = used(what);
      parts_.definitions()[name] = {
          {"anyOf", Json::array({{{"type", "string"}},
                                 std::move(by_use),
                                 SchemaParts::reference("inline_" + what)})}};
    }
    return SchemaParts::reference(name);
  }

  Json usable_file(const std::string& what) {
    Json by_use = used(what);
    return {{"if", {{"required", Json::array({"use"})}}},
            {"then", std::move(by_use)},
            {"else", SchemaParts::reference("inline_" + what)}};
  }

  static Json seeds() {
    const Json seed = {{"type", "integer"}, {"minimum", 0}};
    return {{"anyOf", Json::array({{{"type", "integer"}, {"minimum", 1}, {"maximum", 100'000}},
                                   {{"type", "array"}, {"items", seed}, {"minItems", 1}}})},
            {"description", "number of seeds, or a list of seeds"}};
  }

  /// The schema of a sweep: dotted keys with values, or names with alternatives.
  static Json sweep(const Json& description) {
    const Json alternative = {{"type", "object"}, {"minProperties", 1}};
    const Json alternatives = {
        {"type", "object"}, {"minProperties", 1}, {"additionalProperties", alternative}};
    const Json values = {{"type", "array"}, {"minItems", 1}};
    const Json value = {{"type", Json::array({"string", "number", "boolean"})}};
    return {{"type", "object"},
            {"additionalProperties", {{"anyOf", Json::array({values, alternatives, value})}}},
            {"description", description}};
  }

  /// Chooses the schema by the keys that only one kind of file has, as kind_of() does.
  Json any() {
    Json schema, uses = Json::array();
    for (const std::string& name : schema_names()) {
      if (name != "any" && Choice<FileKind>(name).make()->keys().empty()) schema = of(name);
    }
    for (const std::string& name : schema_names()) {
      if (name == "any") continue;
      const auto kind = Choice<FileKind>(name).make();
      if (kind->keys().empty()) continue;
      Json then = parts_.shared(name + " file", of(name));
      schema = {{"if", {{"required", kind->keys()}}},
                {"then", std::move(then)},
                {"else", std::move(schema)}};
      if (kind->is_usable()) uses.push_back(SchemaParts::reference("used_" + name));
    }
    return {{"if", {{"required", Json::array({"use"})}}},
            {"then", {{"anyOf", std::move(uses)}}},
            {"else", std::move(schema)}};
  }

  SchemaParts parts_;
};

}  // namespace

std::vector<std::string> schema_names() {
  std::vector<std::string> names{"any"};
  for (const std::string& name : Registry<FileKind>::names()) {
    if (Choice<FileKind>(name).make()->schema()) names.push_back(name);
  }
  return names;
}

std::string json_schema(const std::string& what) {
  return FileSchemas().named(what).dump();
}

}  // namespace kairos
