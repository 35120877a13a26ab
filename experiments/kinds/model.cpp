// Models: networks as options of a model plug-in.
#include <fmt/format.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"
#include "workloads/models/model_config.hpp"
#include "workloads/models/network.hpp"

namespace kairos {
namespace {

class ModelFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "model"; }
  [[nodiscard]] std::string_view advice() const override {
    return "check it with 'kairos check', and name it under 'models' in an experiment";
  }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"model"}; }
  [[nodiscard]] bool is_usable() const override { return true; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    for (const std::string& assignment : assignments) assign(document, assignment);
    ModelConfig config;
    Codec<ModelConfig>::read(document, config);
    const auto model = config.model.make();
    const std::size_t operators = model->build(config.call, config.name).operators().size();
    return fmt::format("model '{}' is fine: {}, {:.4g} M parameters", config.name,
                       counted(operators, "operator"), parameters(*model, config.call) / 1e6);
  }

  [[nodiscard]] std::optional<Schema> schema() const override {
    return Codec<ModelConfig>::schema();
  }
};

const Register<FileKind, ModelFile> registered{"model", "a network as options of a model plug-in"};

}  // namespace
}  // namespace kairos
