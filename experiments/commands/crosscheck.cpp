// kairos crosscheck FILE: runs everything on both backends and compares the finish times of all
// tasks.
#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/recordings/pass_times.hpp"
#include "experiments/report/csv_row.hpp"

namespace kairos {
namespace {

struct Difference {
  double relative = 0;  ///< Largest |a - b| / max(a, b) of the finish times a and b of a task.
  std::size_t tasks = 0;
  bool same_order = true, same_placement = true;
};

Difference compare(const Outcome& event, const Outcome& simgrid) {
  Difference difference;
  difference.tasks = event.tasks.size();
  const auto key = [](const TaskFinished& t) { return std::tuple(t.task.job, t.task.task); };
  difference.same_order = std::ranges::equal(event.tasks, simgrid.tasks, {}, key, key);
  auto left = event.tasks;
  auto right = simgrid.tasks;
  std::ranges::stable_sort(left, {}, key);
  std::ranges::stable_sort(right, {}, key);
  if (!std::ranges::equal(left, right, {}, key, key)) {
    difference.relative = std::numeric_limits<double>::infinity();
    return difference;
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    const double a = left[i].finish.seconds();
    const double b = right[i].finish.seconds();
    if (a != b)
      difference.relative = std::max(difference.relative, std::abs(a - b) / std::max(a, b));
    difference.same_placement &= left[i].element == right[i].element;
  }
  return difference;
}

RunConfig on_backend(const RunConfig& config, const std::string& backend) {
  RunConfig copy = config;
  auto experiment = std::make_shared<ExperimentConfig>(*config.experiment);
  experiment->backend = backend;
  copy.experiment = std::move(experiment);
  copy.keep_tasks = true;
  return copy;
}

constexpr double allowed = 1e-9;

int crosscheck(const ExperimentOptions& options, const std::string& format) {
  const Sweep sweep = expand(load_experiment(options.file, all_assignments(options)));
  double worst = 0;
  bool same_order = true;
  auto rows = nlohmann::ordered_json::array();
  for (const RunConfig& config : sweep.runs) {
    const Outcome event = run_anywhere(on_backend(config, "event"));
    RunConfig other = on_backend(config, "simgrid");
    other.pass_times = pass_times_of(event.recordings);  // Measured times would differ.
    const Difference d = compare(event, run_anywhere(other));
    worst = std::max(worst, d.relative);
    same_order &= d.same_order && d.same_placement;
    rows.push_back({{"policy", config.key.policy},
                    {"seed", config.key.seed},
                    {"tasks", d.tasks},
                    {"largest_relative_difference", d.relative},
                    {"same_order", d.same_order},
                    {"same_placement", d.same_placement}});
    if (format == "table") {
      fmt::print("run {:>4}  {:<24} seed {:<6} {:>8} tasks  {}  {:.3g}\n", config.key.index,
                 config.key.policy, config.key.seed, d.tasks,
                 d.same_order && d.same_placement ? "same order" : "other order", d.relative);
    }
  }
  const bool agree = worst <= allowed && same_order;
  if (format == "json") {
    const nlohmann::ordered_json report = {{"runs", rows},
                                           {"largest_relative_difference", worst},
                                           {"same_order", same_order},
                                           {"agree", agree}};
    fmt::print("{}\n", report.dump(2, ' ', false, nlohmann::json::error_handler_t::replace));
  } else if (format == "csv") {
    fmt::print("policy,seed,tasks,largest_relative_difference,same_order,same_placement\n");
    for (const auto& row : rows) {
      fmt::print("{}", csv_row(std::vector<std::string>{
                           row["policy"].get<std::string>(), row["seed"].dump(),
                           row["tasks"].dump(), row["largest_relative_difference"].dump(),
                           row["same_order"].dump(), row["same_placement"].dump()}));
    }
  } else {
    fmt::print("largest relative difference of a finish: {:.3g} over {} runs; the backends {}\n",
               worst, sweep.runs.size(), agree ? "agree" : "DISAGREE");
  }
  return agree ? 0 : 1;
}

}  // namespace

void add_crosscheck(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("crosscheck",
                                      "Run an experiment on both backends and compare the results");
  auto options = std::make_shared<ExperimentOptions>();
  auto format = std::make_shared<std::string>("table");
  add_experiment_options(*verb, *options);
  verb->add_option("--format", *format, "Format of standard output: table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  verb->callback([options, format] {
    if (crosscheck(*options, *format) != 0) throw CLI::RuntimeError(1);
  });
}

}  // namespace kairos
