#include "experiments/report/report_folder.hpp"

#include <algorithm>

#include "experiments/report/chip_panels.hpp"
#include "experiments/report/csv_export.hpp"
#include "experiments/report/gantt_svg.hpp"
#include "experiments/report/sweep_plot_svg.hpp"
#include "experiments/report/write_file.hpp"
#include "experiments/run.hpp"
#include "sim/base/error.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_tasks_in_a_chart = 400;
constexpr double longest_repeated_run_seconds = 5;

const std::vector<std::string> usual_metrics = {"latency_mean_s", "latency_p99_s", "makespan_s",
                                                "energy_j",       "edp_js",        "utilisation"};

/// The first tasks by start: what fits into a picture.
std::vector<TaskFinished> beginning(std::vector<TaskFinished> tasks) {
  std::ranges::stable_sort(tasks, {}, &TaskFinished::start);
  if (tasks.size() > most_tasks_in_a_chart) tasks.resize(most_tasks_in_a_chart);
  return tasks;
}

std::string file_name(std::string label) {
  std::ranges::replace_if(
      label, [](unsigned char c) { return std::isalnum(c) == 0; }, '_');
  return label;
}

/// Whether there is more to show over time than tasks.
bool has_clocks_or_heat(const Scenario& scenario) {
  const auto is_asked = [](const Choice<FrequencyGovernor>& g) {
    return g.make()->period() > Duration{};
  };
  return scenario.platform.thermal || !scenario.platform.rails.empty() ||
         !scenario.incidents.empty() || std::ranges::any_of(scenario.governors.frequency, is_asked);
}

/// Runs are repeated for their charts: keeping every task of every run would cost more.
void write_charts(const fs::path& folder, const Sweep& sweep, std::span<const RunRecord> records) {
  for (const PolicySpec& policy : sweep.experiment->policies) {
    RunSpec spec = find_run(sweep, policy.label);
    const auto record =
        std::ranges::find(records, spec.key.index, [](const RunRecord& r) { return r.key.index; });
    if (record != records.end() && record->outcome.wall_seconds > longest_repeated_run_seconds)
      continue;
    spec.keep_tasks = true;
    const std::string title = sweep.experiment->name + ": " + policy.label;
    const std::string name = file_name(policy.label);
    const fs::path gantt = folder / ("gantt_" + name + ".svg");
    if (!has_clocks_or_heat(*spec.scenario) || spec.experiment->backend != "event") {
      write_file(gantt, gantt_svg(beginning(run_anywhere(spec).tasks), *spec.scenario, title));
      continue;
    }
    ChipLog log(*spec.scenario);
    const std::vector<TaskFinished> tasks = run(spec, {&log}).tasks;
    write_file(gantt, gantt_svg(beginning(tasks), *spec.scenario, title, &log));
    write_file(folder / ("chip_" + name + ".svg"),
               chip_svg(log, spec.scenario->platform, tasks.back().finish, title));
  }
}

}  // namespace

Comparison write_report(const std::filesystem::path& folder, const Sweep& sweep,
                        std::span<const RunRecord> records) {
  const ExperimentSpec& experiment = *sweep.experiment;
  const std::string baseline =
      experiment.baseline.empty() ? experiment.policies.front().label : experiment.baseline;
  Comparison comparison = compare(
      records, experiment.report.metrics.empty() ? usual_metrics : experiment.report.metrics,
      baseline);
  write_file(folder / "experiment.yaml", sweep.configuration);
  export_csv(folder, records, comparison);
  write_file(folder / "plot.svg", sweep_plot_svg(records, experiment.report.plot, experiment.name));
  if (experiment.report.gantt) write_charts(folder, sweep, records);
  return comparison;
}

}  // namespace kairos
