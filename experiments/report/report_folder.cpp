#include "experiments/report/report_folder.hpp"

#include <fmt/format.h>

#include "experiments/report/charts.hpp"
#include "experiments/report/csv_export.hpp"
#include "experiments/report/sweep_plot_svg.hpp"
#include "experiments/report/write_file.hpp"

namespace kairos {
namespace {

const std::vector<std::string> usual_metrics = {"latency_mean_s", "latency_p99_s", "makespan_s",
                                                "energy_j",       "edp_js",        "utilisation"};

std::string tasks_csv(const Sweep& sweep, const StoredRuns& stored) {
  std::string text = csv_heading_of_tasks();
  for (const RunRecord& record : stored.records) {
    const Scenario& scenario = *sweep.runs[record.key.index].scenario;
    append_tasks_csv(text, record.key, scenario, stored.tasks(record.key.index));
  }
  return text;
}

void note_missing(const StoredRuns& stored, std::size_t pictures) {
  if (pictures == 0 || !stored.note) return;
  stored.note(fmt::format(
      "note: {} picture{} left out, because the run was stored without a recording; run the "
      "experiment without --resume to get all pictures",
      pictures, pictures == 1 ? " is" : "s are"));
}

}  // namespace

Comparison write_report(const std::filesystem::path& folder, const Sweep& sweep,
                        const StoredRuns& stored) {
  const ExperimentSpec& experiment = *sweep.experiment;
  const std::string baseline =
      experiment.baseline.empty() ? experiment.policies.front().label : experiment.baseline;
  Comparison comparison = compare(
      stored.records, experiment.report.metrics.empty() ? usual_metrics : experiment.report.metrics,
      baseline);
  write_file(folder / "experiment.yaml", sweep.configuration);
  export_csv(folder, stored.records, comparison);
  if (experiment.report.tasks) write_file(folder / "tasks.csv", tasks_csv(sweep, stored));
  write_file(folder / "plot.svg",
             sweep_plot_svg(stored.records, experiment.report.plot, experiment.name));
  note_missing(stored, write_charts(folder, sweep, stored.records, stored.recordings));
  return comparison;
}

}  // namespace kairos
