// Experiments: sweeps of runs of several policies.
#include <fmt/format.h>

#include "experiments/experiment/sweep.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/gallery/expected_row.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

class ExperimentFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "experiment"; }
  [[nodiscard]] std::string_view advice() const override {
    return "use 'kairos run' or 'kairos check'";
  }
  [[nodiscard]] std::vector<std::string> keys() const override { return {}; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    const Sweep sweep = expand(resolve_experiment(std::move(document), assignments));
    require_folder_below(*sweep.experiment);
    static_cast<void>(expected_rows(sweep));
    std::string text = fmt::format("experiment '{}' is fine: {}", sweep.experiment->name,
                                   counted(sweep.runs.size(), "run"));
    if (!sweep.impossible.empty()) {
      text += fmt::format("\n{} more runs will fail: {}", sweep.impossible.size(),
                          sweep.impossible.front().message);
    }
    return text;
  }

  [[nodiscard]] std::optional<Schema> schema() const override {
    return Codec<ExperimentConfig>::schema();
  }
  [[nodiscard]] std::vector<std::vector<std::string>> alternatives() const override {
    return {{"platform", "workload"}, {"draw"}, {"sweep"}};
  }
};

const Register<FileKind, ExperimentFile> registered{
    "experiment", "runs of several policies, with a sweep over settings and seeds"};

}  // namespace
}  // namespace kairos
