// Workloads: applications and the streams of jobs that run them.
#include <fmt/format.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/library.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"
#include "workloads/workload_config.hpp"

namespace kairos {
namespace {

class WorkloadFile final : public FileKind {
 public:
  [[nodiscard]] std::string_view title() const override { return "workload"; }
  [[nodiscard]] std::string_view advice() const override {
    return "check it with 'kairos check', and name it under 'workload' in an experiment";
  }
  [[nodiscard]] std::vector<std::string> keys() const override { return {"applications"}; }
  [[nodiscard]] bool is_usable() const override { return true; }

  [[nodiscard]] std::string check(Value document,
                                  const std::vector<std::string>& assignments) const override {
    for (const std::string& assignment : assignments) assign(document, assignment);
    WorkloadConfig config;
    Codec<WorkloadConfig>::read(resolve_workload(document), config);
    const Workload workload = config.build();
    std::size_t applications = 0, tasks = 0;
    for (const Application& application : workload.applications) {
      applications += application.form_of ? 0 : 1;
      if (application.forms.empty() && !application.mix) tasks += application.graph->size();
    }
    return fmt::format("workload '{}' is fine: {}, {}, {}", workload.name,
                       counted(applications, "application"), counted(tasks, "task"),
                       counted(workload.streams.size(), "stream"));
  }

  [[nodiscard]] std::optional<Schema> schema() const override {
    return Codec<WorkloadConfig>::schema();
  }
};

const Register<FileKind, WorkloadFile> registered{
    "workload", "applications and streams of jobs, for use in experiments"};

}  // namespace
}  // namespace kairos
