// Records the effects of faults on a run as named spans of time, for traces.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "sim/events/probe.hpp"
#include "sim/metrics/job_names.hpp"
#include "sim/state/scenario.hpp"

namespace kairos {

struct FaultSpan {
  std::string name;  ///< "npu_0 down", "dram bandwidth at 50 %", "fft of wifi#3 lost on npu_0" ...
  Time begin, end;
};

class FaultLog final : public Probe {
 public:
  explicit FaultLog(const Scenario& scenario) : scenario_(scenario), names_(scenario.workload) {}

  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override {
    return EventSet::of<JobArrived, TaskLost, TaskErred, ElementFailed, ElementReturned,
                        SpeedChanged, BandwidthChanged, JobFinished>();
  }
  /// The spans in the order in which they ended. Spans that have not ended are cut at the end of
  /// the last job.
  [[nodiscard]] std::vector<FaultSpan> spans() const;

 private:
  struct Open {
    Time begin;
    std::string name;
  };

  void change(const std::string& subject, Time now, const std::string& state);

  const Scenario& scenario_;
  JobNames names_;
  std::map<std::string, Open> open_;  ///< Open spans, by element or link and kind of fault.
  std::vector<FaultSpan> spans_;
  Time last_;
};

}  // namespace kairos
