#include "experiments/report/report_folder.hpp"

#include <algorithm>
#include <set>

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
constexpr double longest_repeated_run_seconds = 60;

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

/// Whether there is more to show over a whole run than that elements work and rest.
bool has_clocks_or_heat(const Scenario& scenario) {
  const auto is_asked = [](const Choice<FrequencyGovernor>& g) {
    return g.make()->period() > Duration{};
  };
  return scenario.platform.thermal || !scenario.platform.rails.empty() ||
         !scenario.incidents.empty() || std::ranges::any_of(scenario.governors.frequency, is_asked);
}

/// When the last job finished.
Time end_of(const Outcome& outcome) {
  const auto makespan = std::ranges::find_if(
      outcome.metrics, [](const Metric& m) { return m.name == "makespan_s" && m.subject.empty(); });
  return Time(to_duration(Seconds(makespan->value)));
}

bool is_quick(const RunSpec& spec, std::span<const RunRecord> records) {
  const auto record =
      std::ranges::find(records, spec.key.index, [](const RunRecord& r) { return r.key.index; });
  return record == records.end() || record->outcome.wall_seconds <= longest_repeated_run_seconds;
}

/// "POLICY", and the values of its sweep point after it: "POLICY_bang_bang".
std::string point_name(const RunKey& key) {
  std::string name = file_name(key.policy);
  for (const auto& [swept, value] : key.point) name += "_" + file_name(value);
  constexpr std::size_t longest = 120;  // file systems end at 255
  return name.size() <= longest ? name : name.substr(0, longest - 17) + "_" + hash_of(name);
}

/// What happened to the chip in the first run of every policy at every sweep point.
void write_chip_charts(const fs::path& folder, const Sweep& sweep,
                       std::span<const RunRecord> records) {
  constexpr std::size_t most_charts = 32;
  std::set<std::string> done;
  for (const RunSpec& spec : sweep.runs) {
    const std::string name = point_name(spec.key);
    if (!has_clocks_or_heat(*spec.scenario) || done.size() == most_charts) continue;
    if (!done.insert(name).second || !is_quick(spec, records)) continue;
    ChipLog log(*spec.scenario);
    const Outcome outcome = run(spec, {&log});
    std::string title = spec.experiment->name + ": " + spec.key.policy;
    for (const auto& [key, value] : spec.key.point) {
      title.append(", ").append(key).append(" = ").append(value);
    }
    write_file(folder / ("chip_" + name + ".svg"),
               chip_svg(log, spec.scenario->platform, end_of(outcome), title));
  }
}

/// Removes the charts of an earlier report, which may be of policies that are no longer there.
void remove_charts(const fs::path& folder) {
  std::vector<fs::path> charts;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool is_chart = name.starts_with("gantt_") || name.starts_with("chip_");
    if (is_chart && name.ends_with(".svg") && is_own_file(entry.path())) {
      charts.push_back(entry.path());
    }
  }
  for (const fs::path& chart : charts) fs::remove(chart);
}

std::string tasks_csv(const Sweep& sweep, std::span<const RunRecord> records,
                      const TasksOfRun& tasks_of_run) {
  std::string text = csv_heading_of_tasks();
  for (const RunRecord& record : records) {
    const Scenario& scenario = *sweep.runs[record.key.index].scenario;
    append_tasks_csv(text, record.key, scenario, tasks_of_run(record.key.index));
  }
  return text;
}

/// Runs are repeated for their charts: keeping every task of every run would cost more.
void write_gantt_charts(const fs::path& folder, const Sweep& sweep,
                        std::span<const RunRecord> records) {
  std::set<std::string> names;
  for (const PolicySpec& policy : sweep.experiment->policies) {
    RunSpec spec = find_run(sweep, policy.label);
    if (!is_quick(spec, records)) continue;
    spec.keep_tasks = true;
    const std::string title = sweep.experiment->name + ": " + policy.label;
    std::string name = "gantt_" + file_name(policy.label);
    while (!names.insert(name).second) name += '_';  // labels that differ in punctuation only
    const fs::path file = folder / (name + ".svg");
    if (spec.experiment->backend == "event") {
      ChipLog log(*spec.scenario);
      const std::vector<TaskFinished> tasks = beginning(run(spec, {&log}).tasks);
      write_file(file, gantt_svg(tasks, *spec.scenario, title, &log));
    } else {
      write_file(file, gantt_svg(beginning(run_anywhere(spec).tasks), *spec.scenario, title));
    }
  }
}

}  // namespace

Comparison write_report(const std::filesystem::path& folder, const Sweep& sweep,
                        std::span<const RunRecord> records, const TasksOfRun& tasks_of_run) {
  const ExperimentSpec& experiment = *sweep.experiment;
  const std::string baseline =
      experiment.baseline.empty() ? experiment.policies.front().label : experiment.baseline;
  Comparison comparison = compare(
      records, experiment.report.metrics.empty() ? usual_metrics : experiment.report.metrics,
      baseline);
  write_file(folder / "experiment.yaml", sweep.configuration);
  export_csv(folder, records, comparison);
  if (experiment.report.tasks) {
    write_file(folder / "tasks.csv", tasks_csv(sweep, records, tasks_of_run));
  }
  remove_charts(folder);
  write_file(folder / "plot.svg", sweep_plot_svg(records, experiment.report.plot, experiment.name));
  if (experiment.report.gantt) write_gantt_charts(folder, sweep, records);
  if (experiment.backend == "event") write_chip_charts(folder, sweep, records);
  return comparison;
}

}  // namespace kairos
