// A metric in one file: the number of tasks that have finished.
#include "sim/metrics/metric.hpp"

#include "sim/base/registry.hpp"

namespace kairos {
namespace {

class FinishedTasks final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {{"finished_tasks", "tasks", "number of tasks that have finished", false}};
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskFinished>(); }
  void observe(Time /*now*/, Event event) override {
    if (event.as<TaskFinished>() != nullptr) ++count_;
  }
  void report(const RunSummary& /*run*/, std::vector<Metric>& metrics) const override {
    metrics.push_back({"finished_tasks", "", static_cast<double>(count_)});
  }

 private:
  std::size_t count_ = 0;
};

const Register<MetricProbe, FinishedTasks> registered{"finished_tasks", "counts tasks"};

}  // namespace
}  // namespace kairos
