#include "experiments/report/report_folder.hpp"

#include <algorithm>
#include <ostream>
#include <set>
#include <span>

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

/// Those of an earlier report may be of policies that are no longer in the sweep.
void remove_charts(const fs::path& folder) {
  std::vector<fs::path> charts;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool is_ours = name.starts_with("gantt_") || name.starts_with("chip_");
    if (is_ours && name.ends_with(".svg")) charts.push_back(entry.path());
  }
  for (const fs::path& chart : charts) fs::remove(chart);
}

/// A database may be doctored: what it says must exist before it is looked up.
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
      const Scenario& scenario = *sweep.runs.at(record.key.index).scenario;
      const std::vector<TaskFinished> tasks = store.load_tasks(record.key.index);
      require_known(tasks, scenario, record.key);
      std::string text;
      append_tasks_csv(text, record.key, scenario, tasks);
      out << text;
    });
  });
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

std::vector<std::string> metrics_of(const ReportSpec& report) {
  return report.metrics.empty() ? usual_metrics : report.metrics;
}

}  // namespace

Comparison compare(const Sweep& sweep, const ResultStore& store) {
  const ExperimentSpec& experiment = *sweep.experiment;
  const std::string baseline =
      experiment.baseline.empty() ? experiment.policies.front().label : experiment.baseline;
  const std::vector<std::string> metrics = metrics_of(experiment.report);
  return compare(store.load(metrics), metrics, baseline, store.failures());
}

void write_report(const std::filesystem::path& folder, const Sweep& sweep, const ResultStore& store,
                  const Comparison& comparison) {
  const ExperimentSpec& experiment = *sweep.experiment;
  write_file(folder / "experiment.yaml", sweep.configuration);
  export_csv(
      folder, [&](const auto& visit) { store.for_each(visit); }, comparison);
  if (experiment.report.tasks) write_tasks_csv(folder / "tasks.csv", sweep, store);
  remove_charts(folder);
  const std::vector<RunRecord> records = store.load(std::vector{experiment.report.plot});
  write_file(folder / "plot.svg", sweep_plot_svg(records, experiment.report.plot, experiment.name));
  if (experiment.report.gantt) write_gantt_charts(folder, sweep, records);
  if (experiment.backend == "event") write_chip_charts(folder, sweep, records);
}

}  // namespace kairos
