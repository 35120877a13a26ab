// Trainings of the learned policy.
#include <fmt/format.h>

#include "experiments/files/file_kind.hpp"
#include "experiments/training/training_config.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

class TrainingFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "training"; }
  [[nodiscard]] std::string_view advice() const override {
    return "use 'kairos train' or 'kairos check'";
  }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"domains"}; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    const TrainingConfig config = resolve_training(std::move(document), assignments);
    return fmt::format("training '{}' is fine: at most {} of {}", config.name,
                       counted(config.iterations, "iteration"),
                       counted(config.episodes.groups * config.episodes.rollouts, "episode"));
  }

  [[nodiscard]] std::optional<Schema> schema() const override {
    return Codec<TrainingConfig>::schema();
  }
};

const Register<FileKind, TrainingFile> registered{"training", "a training of the learned policy"};

}  // namespace
}  // namespace kairos
