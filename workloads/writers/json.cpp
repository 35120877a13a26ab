// Writes a workload as JSON: our document, which is read back as it is.
#include <nlohmann/json.hpp>

#include "sim/base/registry.hpp"
#include "workloads/import/workload_document.hpp"
#include "workloads/writers/writer.hpp"

namespace kairos {
namespace {

using Json = nlohmann::ordered_json;

Json json_of(const Value& value) {
  if (value.is_scalar()) return value.text;
  if (value.is_list()) {
    Json list = Json::array();
    for (const Value& item : value.items) list.push_back(json_of(item));
    return list;
  }
  Json map = Json::object();
  for (const Value::Entry& entry : value.entries) map[entry.key] = json_of(entry.value);
  return value.is_null() ? Json(nullptr) : map;
}

class JsonWriter final : public Writer {
 public:
  [[nodiscard]] std::string write(const WorkloadConfig& workload) const override {
    return json_of(document_of(workload)).dump(1, ' ', false, Json::error_handler_t::replace) +
           "\n";
  }
};

const Register<Writer, JsonWriter> registered{"json", "workload of Kairos as JSON"};

}  // namespace
}  // namespace kairos
