// The parts of a JSON Schema: what a Shape becomes. Everything that may stand in several places is
// defined once, under "$defs".
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "sim/base/shape.hpp"

namespace kairos {

class SchemaParts {
 public:
  using Json = nlohmann::ordered_json;

  /// Gives a record a form of its own, or null.
  using SpecialForm = std::function<Json(const Shape& record)>;

  explicit SchemaParts(SpecialForm special) : special_(std::move(special)) {}

  /// A map with these keys and no others.
  Json record(const std::vector<FieldShape>& fields);
  [[nodiscard]] Json& definitions() { return definitions_; }
  [[nodiscard]] static Json reference(const std::string& name);

 private:
  /// `name` is that of the field, for definitions; `limits` are its own.
  Json of(const Shape& shape, const std::string& name, const Limits& limits);
  Json number(const Limits& limits);
  Json text(const Shape& shape);
  Json quantity(const Shape& shape, const Limits& limits);
  Json list(const Shape& shape, const std::string& name);
  Json map(const Shape& shape, const std::string& name);
  Json record_or_number(const Shape& shape, const std::string& name, const Limits& limits);
  Json plugin(const std::string& kind);
  /// Defines a schema under a name of its own, unless the same is defined already.
  Json shared(const std::string& name, Json schema);

  SpecialForm special_;
  Json definitions_ = Json::object();
};

}  // namespace kairos
