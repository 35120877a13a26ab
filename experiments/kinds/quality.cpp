// Quality tables: policies on static instances.
#include <fmt/format.h>

#include "experiments/files/file_kind.hpp"
#include "experiments/static/quality_runs.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

class QualityFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "quality table"; }
  [[nodiscard]] std::string_view advice() const override {
    return "use 'kairos run' or 'kairos check'";
  }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"instances"}; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    const Quality quality = expand_quality(resolve_quality(std::move(document), assignments));
    return fmt::format("quality table '{}' is fine: {}", quality.config.name,
                       counted(quality.runs.size(), "run"));
  }

  [[nodiscard]] std::optional<Schema> schema() const override {
    return Codec<QualityConfig>::schema();
  }
};

const Register<FileKind, QualityFile> registered{
    "quality", "policies on static instances, compared with lower bounds"};

}  // namespace
}  // namespace kairos
