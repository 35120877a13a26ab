#include "experiments/report/report_folder.hpp"

#include <ostream>
#include <set>
#include <span>

#include "experiments/charts/charts.hpp"
#include "experiments/charts/sweep_plot_svg.hpp"
#include "experiments/files/write_file.hpp"
#include "experiments/formulas/formula.hpp"
#include "experiments/report/csv_export.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

const std::vector<std::string> usual_metrics = {"latency_mean_s", "latency_p99_s", "makespan_s",
                                                "energy_j",       "edp_js",        "utilisation"};

/// Checks the references of tasks before they are used, because the database may have been
/// manipulated.
void require_known(std::span<const TaskFinished> tasks, const Scenario& scenario,
                   const RunKey& run) {
  const auto& applications = scenario.workload.applications;
  for (const TaskFinished& t : tasks) {
    if (index(t.application) < applications.size() &&
        index(t.task.task) < applications[t.application].graph->size() &&
        index(t.element) < scenario.platform.elements.size()) {
      continue;
    }
    throw InputError(
        "results.sqlite: is damaged: a task of run " + std::to_string(run.index) +
        " has an application, task or element that the experiment does not have; move it away, or "
        "choose another folder");
  }
}

void write_tasks_csv(const fs::path& file, const Sweep& sweep, const ResultStore& store) {
  write_file(file, [&](std::ostream& out) {
    out << csv_heading_of_tasks();
    store.for_each([&](const RunRecord& record) {
      const auto scenario = sweep.runs.at(record.key.index).scenario();
      const std::vector<TaskFinished> tasks = store.load_tasks(record.key.index);
      require_known(tasks, *scenario, record.key);
      std::string text;
      append_tasks_csv(text, record.key, *scenario, tasks);
      out << text;
    });
  });
}

std::size_t write_charts(const fs::path& folder, const Sweep& sweep, const ResultStore& store) {
  const std::vector<std::size_t> open = store.unfinished();
  const std::set<std::size_t> unfinished(open.begin(), open.end());
  return write_charts(folder, sweep,
                      [&](std::size_t index) -> std::optional<std::vector<Recording>> {
                        if (unfinished.contains(index)) return std::nullopt;
                        return store.load_recordings(index);
                      });
}

std::vector<std::string> metrics_of(const ReportConfig& report) {
  return report.metrics.empty() ? usual_metrics : report.metrics;
}

}  // namespace

Comparison compare(const Sweep& sweep, const ResultStore& store) {
  const ExperimentConfig& experiment = *sweep.experiment;
  const std::string baseline =
      experiment.baseline.empty() ? experiment.policies.front().label : experiment.baseline;
  const std::vector<std::string> metrics = metrics_of(experiment.report);
  return compare(store.load(metrics), metrics, baseline, store.failures(),
                 known_metrics(experiment.report.formulas));
}

std::size_t write_report(const std::filesystem::path& folder, const Sweep& sweep,
                         const ResultStore& store, const Comparison& comparison) {
  const ExperimentConfig& experiment = *sweep.experiment;
  const std::vector<MetricInfo> known = known_metrics(experiment.report.formulas);
  write_file(folder / "experiment.yaml", sweep.configuration);
  export_csv(
      folder, [&](const auto& visit) { store.for_each(visit); }, comparison, known);
  if (experiment.report.tasks) write_tasks_csv(folder / "tasks.csv", sweep, store);
  const std::vector<RunRecord> records = store.load(std::vector{experiment.report.plot});
  write_file(folder / "plot.svg",
             sweep_plot_svg(records, experiment.report.plot, experiment.name, known));
  return write_charts(folder, sweep, store);
}

}  // namespace kairos
