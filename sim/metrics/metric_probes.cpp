#include "sim/metrics/metric_probes.hpp"

#include "sim/base/registry.hpp"
#include "sim/metrics/warm_up_filter.hpp"

namespace kairos {

MetricProbes::MetricProbes(const Scenario& scenario) {
  if (scenario.warm_up.is_on()) filter_ = std::make_unique<WarmUpFilter>();
  for (const auto& [name, entry] : Registry<MetricProbe>::entries()) {
    probes_.push_back(entry.make(Value::map()));
    probes_.back()->begin(scenario);
    if (filter_) filter_->add_metrics(*probes_.back());
  }
}

MetricProbes::~MetricProbes() = default;

void MetricProbes::add(Probe& probe) {
  added_.push_back(&probe);
  if (filter_) filter_->add(probe);
}

std::vector<Probe*> MetricProbes::to_attach() const {
  if (filter_) return {filter_.get()};
  std::vector<Probe*> all;
  for (const auto& probe : probes_) all.push_back(probe.get());
  all.insert(all.end(), added_.begin(), added_.end());
  return all;
}

void MetricProbes::report(const RunSummary& run, std::vector<Metric>& metrics) const {
  const RunSummary period = filter_ ? filter_->summary_of(run) : run;
  for (const auto& probe : probes_) probe->report(period, metrics);
}

}  // namespace kairos
