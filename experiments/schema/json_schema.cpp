#include "experiments/schema/json_schema.hpp"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "experiments/schema/schema_parts.hpp"
#include "experiments/static/quality_config.hpp"
#include "experiments/training/training_config.hpp"

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
    return schema;
  }

 private:
  /// The schema of a platform or workload inside another file; null for any other record.
  Json form_of(const Schema& record) {
    const auto has = [&](std::string_view key) {
      return std::ranges::find(record.fields, key, &FieldSchema::name) != record.fields.end();
    };
    if (has("clusters") && has("links")) return reference_to("platform");
    if (has("applications") && has("streams")) return reference_to("workload");
    return nullptr;
  }

  Json of(const std::string& what) {
    if (what == "experiment") return experiment();
    if (what == "quality") return quality();
    if (what == "training") return training();
    return usable_file(what);
  }

  /// The schema of a complete platform or workload.
  Json inline_form(const std::string& what) {
    const std::string name = "inline " + what;
    if (!parts_.definitions().contains(name)) {
      const Schema schema =
          what == "platform" ? Codec<PlatformConfig>::schema() : Codec<WorkloadConfig>::schema();
      Json record = parts_.record(schema.fields);
      parts_.definitions()[name] = std::move(record);
    }
    return parts_.definitions()[name];
  }

  /// The schema of `use: NAME` with other keys that replace parts of the named document. Lists of
  /// rows may then be maps by name, so only the keys are checked.
  Json used(const std::string& what) {
    const std::string name = "used " + what;
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
    if (!parts_.definitions().contains(what)) {
      Json by_use = used(what);
      parts_.definitions()[what] = {
          {"anyOf", Json::array({{{"type", "string"}},
                                 std::move(by_use),
                                 SchemaParts::reference("inline " + what)})}};
    }
    return SchemaParts::reference(what);
  }

  Json usable_file(const std::string& what) {
    Json by_use = used(what);
    return {{"if", {{"required", Json::array({"use"})}}},
            {"then", std::move(by_use)},
            {"else", SchemaParts::reference("inline " + what)}};
  }

  Json experiment() {
    Json schema = parts_.record(Codec<ExperimentConfig>::schema().fields);
    Json& properties = schema["properties"];
    properties["sweep"] = sweep(properties["sweep"]["description"]);
    properties["seeds"] = seeds();
    const auto required = [](std::vector<std::string> keys) { return Json{{"required", keys}}; };
    schema["anyOf"] =
        Json::array({required({"platform", "workload"}), required({"draw"}), required({"sweep"})});
    return schema;
  }

  Json quality() {
    Json schema = parts_.record(Codec<QualityConfig>::schema().fields);
    schema["properties"]["seeds"] = seeds();
    return schema;
  }

  Json training() { return parts_.record(Codec<TrainingConfig>::schema().fields); }

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
    Json schema = experiment();
    for (const auto& [key, what] :
         std::vector<std::pair<std::string, std::string>>{{"domains", "training"},
                                                          {"instances", "quality"},
                                                          {"applications", "workload"},
                                                          {"clusters", "platform"}}) {
      Json then = of(what);
      schema = {{"if", {{"required", Json::array({key})}}},
                {"then", std::move(then)},
                {"else", std::move(schema)}};
    }
    Json uses = {{"anyOf", Json::array({SchemaParts::reference("used platform"),
                                        SchemaParts::reference("used workload")})}};
    return {{"if", {{"required", Json::array({"use"})}}},
            {"then", std::move(uses)},
            {"else", std::move(schema)}};
  }

  SchemaParts parts_;
};

}  // namespace

std::vector<std::string> schema_names() {
  return {"any", "experiment", "quality", "training", "platform", "workload"};
}

std::string json_schema(const std::string& what) {
  return FileSchemas().named(what).dump(1);
}

}  // namespace kairos
