// Interruptions of running tasks by more urgent ones, in runs whose platform allows them.
//
// Example: a task that is interrupted twice counts twice. The time of the interruptions themselves
// is part of the busy time of the elements.
//
// Warm-up: interruptions of tasks count if their jobs arrive after it.
#include <algorithm>

#include "sim/base/registry.hpp"
#include "sim/metrics/metric.hpp"

namespace kairos {
namespace {

class Interruptions final : public MetricProbe {
 public:
  [[nodiscard]] std::vector<MetricInfo> infos() const override {
    return {{"interruptions", "interruptions",
             "number of times that a running task was interrupted by another one"}};
  }
  void begin(const Scenario& scenario) override {
    counts_.assign(scenario.platform.elements.size(), 0);
    is_on_ = std::ranges::any_of(scenario.platform.clusters,
                                 [](const Cluster& c) { return c.preemption.interrupts(); });
  }
  [[nodiscard]] EventSet wants() const override { return EventSet::of<TaskPreempted>(); }
  void observe(Time, Event event) override {
    ++counts_[event.as<TaskPreempted>()->element];
    ++all_;
  }
  void report(const RunSummary& run, std::vector<Metric>& metrics) const override {
    if (!is_on_) return;
    metrics.push_back({"interruptions", "", static_cast<double>(all_)});
    for (const ElementId e : ids<ElementId>(counts_.size())) {
      metrics.push_back({"interruptions", run.scenario.platform.elements[e].name,
                         static_cast<double>(counts_[e])});
    }
  }

 private:
  IdVector<ElementId, std::uint64_t> counts_;
  std::uint64_t all_ = 0;
  bool is_on_ = false;
};

const Register<MetricProbe, Interruptions> registered{
    "interruptions", "number of interruptions, in runs in which tasks may be interrupted"};

}  // namespace
}  // namespace kairos
