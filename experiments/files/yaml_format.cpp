// Our own YAML as a format: `graph` of an application may name a workload file, and `kairos export`
// writes one.
#include "experiments/files/yaml.hpp"
#include "sim/base/registry.hpp"
#include "workloads/import/workload_document.hpp"
#include "workloads/writers/writer.hpp"

namespace kairos {
namespace {

class YamlReader final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return source.path.ends_with(".yaml") || source.path.ends_with(".yml");
  }
  [[nodiscard]] Value read(const Source& source, const Settings&) const override {
    return read_yaml_text(source.contents, source.path);
  }
};

class YamlWriter final : public Writer {
 public:
  [[nodiscard]] std::string write(const WorkloadConfig& workload) const override {
    return to_yaml(document_of(workload));
  }
};

const Register<Reader, YamlReader> reader{"yaml", "document of Kairos (.yaml)"};
const Register<Writer, YamlWriter> writer{"yaml", "workload of Kairos"};

}  // namespace
}  // namespace kairos
