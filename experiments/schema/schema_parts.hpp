// Translates a Schema into a JSON Schema. Parts that may be used several times are defined once,
// under "$defs".
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/base/schema.hpp"

namespace kairos {

class SchemaParts {
 public:
  using Json = nlohmann::ordered_json;

  /// Returns a special schema for a record, or null if it has none.
  using SpecialForm = std::function<Json(const Schema& record)>;

  explicit SchemaParts(SpecialForm special) : special_(std::move(special)) {}

  /// The schema of a map with these keys and no others.
  Json record(const std::vector<FieldSchema>& fields);
  /// Defines a schema under this name, or under a numbered one if the name has another definition,
  /// unless an equal schema is defined already. Returns a reference to the definition.
  Json shared(std::string name, Json schema);
  [[nodiscard]] Json& definitions() { return definitions_; }
  [[nodiscard]] static Json reference(const std::string& name);

 private:
  /// `name` is the name of the field, used for definitions; `limits` are the field's limits.
  Json of(const Schema& schema, const std::string& name, const Limits& limits);
  Json number(const Limits& limits);
  Json text(const Schema& schema, const std::string& name);
  Json quantity(const Schema& schema, const Limits& limits);
  Json list(const Schema& schema, const std::string& name);
  Json map(const Schema& schema, const std::string& name);
  Json record_or_word(const Schema& schema, const std::string& name, const Limits& limits);
  Json plugin(const std::string& kind);
  /// The forms of maps that name a plug-in of this kind and set its options. If
  /// `requires_names`, each form says by itself whether its maps must have a name.
  Json forms_of(const std::string& kind, bool requires_names);

  SpecialForm special_;
  std::map<std::string, std::string> names_;  ///< Names of shared definitions by their text.
  Json definitions_ = Json::object();
};

}  // namespace kairos
