#include "experiments/schema/share_definitions.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace kairos {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* pointer = "#/$defs/";

Json reference_to(const std::string& name) {
  return {{"$ref", pointer + name}};
}

/// The name of the definition that a schema refers to; empty if it is not a reference.
std::string referred(const Json& schema) {
  if (!schema.contains("$ref")) return {};
  return schema["$ref"].get<std::string>().substr(std::string(pointer).size());
}

/// Calls `visit(key, schema)` for each schema inside another one. The key is empty unless the
/// schema is that of a property.
template <class Visit>
void visit_parts(Json& schema, const Visit& visit) {
  if (!schema.is_object()) return;
  for (auto& item : schema.items()) {
    if (item.key() == "$defs") continue;
    if (item.key() == "properties") {
      for (auto& property : item.value().items()) visit(property.key(), property.value());
    } else if (item.value().is_object()) {
      visit(std::string(), item.value());
    } else if (item.value().is_array()) {
      for (Json& part : item.value()) {
        if (part.is_object()) visit(std::string(), part);
      }
    }
  }
}

/// Moves repeated properties to the definitions.
class PropertySharing {
 public:
  explicit PropertySharing(Json& root) : root_(root), definitions_(root["$defs"]) {}

  void run() {
    for (const auto& item : definitions_.items()) names_.insert(item.key());
    count(root_);
    for (Json& definition : definitions_) count(definition);
    replace(root_);
    for (Json& definition : definitions_) replace(definition);
    for (auto& [name, definition] : added_) definitions_[name] = std::move(definition);
  }

 private:
  void count(Json& schema) {
    visit_parts(schema, [this](const std::string& key, Json& part) {
      if (!key.empty()) ++counts_[part.dump()];
      count(part);
    });
  }

  void replace(Json& schema) {
    visit_parts(schema, [this](const std::string& key, Json& part) {
      const std::string text = part.dump();
      if (key.empty() || !pays(text, key)) return replace(part);
      const auto [place, is_new] = shared_.try_emplace(text);
      if (is_new) {
        place->second = unused(key);
        Json definition = std::move(part);
        replace(definition);
        added_.emplace_back(place->second, std::move(definition));
      }
      part = reference_to(place->second);
    });
  }

  /// True if references to a definition are shorter than the copies of a property.
  [[nodiscard]] bool pays(const std::string& text, const std::string& key) const {
    const std::size_t copies = counts_.at(text);
    const std::size_t reference = reference_to(key).dump().size();
    return copies * text.size() > (copies + 1) * reference + text.size();
  }

  std::string unused(const std::string& key) {
    std::string name = key;
    for (int i = 2; !names_.insert(name).second; ++i) name = key + "-" + std::to_string(i);
    return name;
  }

  Json& root_;
  Json& definitions_;
  std::set<std::string> names_;                ///< Names of all definitions.
  std::map<std::string, std::size_t> counts_;  ///< Number of copies of each property by its text.
  std::map<std::string, std::string> shared_;  ///< Name of the definition of a moved property.
  std::vector<std::pair<std::string, Json>> added_;
};

/// Replaces the reference to each definition that is used once by the definition itself.
class SingleUses {
 public:
  explicit SingleUses(Json& root) : root_(root), definitions_(root["$defs"]) {}

  void run() {
    count(root_);
    for (Json& definition : definitions_) count(definition);
    insert_into(root_);
    for (auto& item : definitions_.items()) {
      if (uses_[item.key()] != 1) insert_into(item.value());
    }
    for (const std::string& name : moved_) definitions_.erase(name);
  }

 private:
  void count(Json& schema) {
    if (const std::string name = referred(schema); !name.empty()) ++uses_[name];
    visit_parts(schema, [this](const std::string&, Json& part) { count(part); });
  }

  void insert_into(Json& schema) {
    for (std::string name = referred(schema); !name.empty() && uses_[name] == 1;
         name = referred(schema)) {
      Json definition = std::move(definitions_[name]);
      if (schema.contains("description")) definition["description"] = schema["description"];
      schema = std::move(definition);
      moved_.push_back(name);
    }
    visit_parts(schema, [this](const std::string&, Json& part) { insert_into(part); });
  }

  Json& root_;
  Json& definitions_;
  std::map<std::string, std::size_t> uses_;
  std::vector<std::string> moved_;
};

}  // namespace

void share_definitions(Json& schema) {
  PropertySharing(schema).run();
  SingleUses(schema).run();
}

}  // namespace kairos
