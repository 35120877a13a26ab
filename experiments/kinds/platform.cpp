// Platforms: chips with their elements, links, memories and thermal parts.
#include <fmt/format.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "platforms/platform_config.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

class PlatformFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "platform"; }
  [[nodiscard]] std::string_view advice() const override {
    return "check it with 'kairos check', and name it under 'platform' in an experiment";
  }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"clusters"}; }
  [[nodiscard]] bool is_usable() const override { return true; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    for (const std::string& assignment : assignments) assign(document, assignment);
    PlatformConfig config;
    Codec<PlatformConfig>::read(document, config);
    const Platform platform = config.build();
    return fmt::format("platform '{}' is fine: {} in {}", platform.name,
                       counted(platform.elements.size(), "element"),
                       counted(platform.clusters.size(), "cluster"));
  }

  [[nodiscard]] std::optional<Schema> schema() const override {
    return Codec<PlatformConfig>::schema();
  }
};

const Register<FileKind, PlatformFile> registered{"platform", "a chip, for use in experiments"};

}  // namespace
}  // namespace kairos
