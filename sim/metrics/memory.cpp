// How much of the memory bandwidth tasks obtained.
//
//   memory_traffic = bytes that finished tasks moved while they computed (roofline) / makespan
//
// Example: two tasks of 40 MB in a run of 2 ms are 40 GB/s. Transfers between elements are not in
// it; noise scales the traffic of a task and is not in it either.
#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Memory final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {{"memory_traffic_bytes_per_s", "B/s",
             "bytes that tasks moved to and from memory / makespan_s", false}};
  }

  void begin(const Scenario& scenario) override {
    scenario_ = &scenario;
    moved_.resize(scenario.platform.elements.size());
  }

  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskFinished>(); }

  void observe(Time /*now*/, const Event& event) override {
    const auto* finished = std::get_if<TaskFinished>(&event);
    if (finished == nullptr) return;
    const Task& task =
        (*scenario_->workload.applications[finished->application].graph)[finished->task.task];
    const Platform& platform = scenario_->platform;
    if (task.memory == Bytes{} || platform.memory_route(finished->element).empty()) return;
    const auto cost = scenario_->cost->cost(task, platform.cluster_of(finished->element));
    if (cost) moved_[finished->element] += cost->memory;
  }

  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    const double makespan = run.end.seconds();
    if (makespan <= 0) return;
    double all = 0;
    for (const Bytes moved : moved_) all += moved.value();
    metrics.push_back({"memory_traffic_bytes_per_s", "", all / makespan});
    for (const ElementId e : ids<ElementId>(moved_.size())) {
      metrics.push_back({"memory_traffic_bytes_per_s", run.scenario.platform.elements[e].name,
                         moved_[e].value() / makespan});
    }
  }

 private:
  const Scenario* scenario_ = nullptr;
  IdVector<ElementId, Bytes> moved_;
};

const Register<MetricProbe, Memory> registered{"memory", "bandwidth that tasks obtained"};

}  // namespace
}  // namespace kairos
