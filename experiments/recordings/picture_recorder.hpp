// Records the data of a run's pictures while it runs, in bounded memory.
#pragma once

#include <optional>
#include <vector>

#include "experiments/recordings/pictures.hpp"
#include "experiments/recordings/run_record.hpp"
#include "sim/metrics/chip_log.hpp"
#include "sim/metrics/first_tasks.hpp"

namespace kairos {

class PictureRecorder final : public Probe {
 public:
  /// The scenario must outlive the recorder.
  PictureRecorder(const Scenario& scenario, Pictures wanted);

  void observe(Time now, Event event) override;
  [[nodiscard]] EventSet wants() const override;

  /// The recordings, after the end of the run.
  [[nodiscard]] std::vector<Recording> finish(const RunSummary& run);

 private:
  template <class Kind>
  void log(Time now, const Kind& what);
  void end_gantt(Time now);

  const Scenario& scenario_;
  Pictures wanted_;
  FirstTasks tasks_;  ///< The tasks of the Gantt chart.
  /// Logs of the chip: during the tasks of the Gantt chart, and over the whole run.
  std::optional<ChipLog> beginning_, whole_;
  ChipRead last_reading_;
  std::optional<Time> gantt_end_;  ///< Time at which the last of `tasks_` finished.
};

}  // namespace kairos
