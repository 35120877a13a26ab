// Translates a Schema into a JSON Schema. Parts that may be used several times are defined once,
// under "$defs".
#pragma once

#include <functional>
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
  [[nodiscard]] Json& definitions() { return definitions_; }
  [[nodiscard]] static Json reference(const std::string& name);

 private:
  /// `name` is the name of the field, used for definitions; `limits` are the field's limits.
  Json of(const Schema& schema, const std::string& name, const Limits& limits);
  Json number(const Limits& limits);
  Json text(const Schema& schema);
  Json quantity(const Schema& schema, const Limits& limits);
  Json list(const Schema& schema, const std::string& name);
  Json map(const Schema& schema, const std::string& name);
  Json record_or_word(const Schema& schema, const std::string& name, const Limits& limits);
  Json plugin(const std::string& kind);
  /// Defines a schema under this name, or under a numbered one if the name has another definition.
  /// Returns a reference to it.
  Json shared(const std::string& name, Json schema);

  SpecialForm special_;
  Json definitions_ = Json::object();
};

}  // namespace kairos
