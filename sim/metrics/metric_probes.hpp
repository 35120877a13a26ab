// All metrics of a run: the registered probes, which leave out the warm-up if there is one.
#pragma once

#include <memory>
#include <vector>

#include "sim/metrics/metric.hpp"

namespace kairos {

class WarmUpFilter;

class MetricProbes {
 public:
  /// Makes one probe of each registered kind. The scenario must outlive them.
  explicit MetricProbes(const Scenario& scenario);
  ~MetricProbes();

  /// Adds a probe that counts what metrics of jobs count. It must outlive this object.
  void add(Probe& probe);
  /// The probes to attach to the simulator, after all have been added. Without a warm-up they get
  /// their events directly.
  [[nodiscard]] std::vector<Probe*> to_attach() const;
  /// Appends the values of all metrics. Throws InputError if the run has ended before its warm-up.
  void report(const RunSummary& run, std::vector<Metric>& metrics) const;

 private:
  std::vector<std::unique_ptr<MetricProbe>> probes_;
  std::vector<Probe*> added_;
  std::unique_ptr<WarmUpFilter> filter_;  ///< Null without a warm-up.
};

}  // namespace kairos
