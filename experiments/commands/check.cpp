// kairos check FILE: reports everything that `kairos run` would refuse, without running.
#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/print.hpp"
#include "experiments/experiment/sweep.hpp"
#include "experiments/files/kind_of.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/static/quality_runs.hpp"
#include "experiments/training/training_config.hpp"

namespace kairos {
namespace {

/// Resolves `use:` of a platform or workload document. Experiments have no `use:` of their own.
Value whole_document(Value tree) {
  const Value* used = tree.is_map() ? tree.find("use") : nullptr;
  if (used == nullptr) return tree;
  const auto workloads = shelf_names(Shelf::workloads);
  const bool is_workload = std::ranges::find(workloads, used->text) != workloads.end();
  return resolve(tree, is_workload ? Shelf::workloads : Shelf::platforms);
}

void check_document(const ExperimentOptions& options) {
  const std::vector<std::string> assignments = all_assignments(options);
  const Value tree = whole_document(read_yaml_file(options.file));
  const FileKind kind = kind_of(tree);
  if (kind == FileKind::platform) {
    PlatformConfig config;
    Codec<PlatformConfig>::read(tree, config);
    const Platform platform = config.build();
    kairos::print("{}: platform '{}' is fine: {} elements in {} clusters\n", options.file,
                  platform.name, platform.elements.size(), platform.clusters.size());
  } else if (kind == FileKind::workload) {
    WorkloadConfig config;
    Codec<WorkloadConfig>::read(tree, config);
    const Workload workload = config.build();
    std::size_t tasks = 0;
    for (const Application& application : workload.applications) tasks += application.graph->size();
    kairos::print("{}: workload '{}' is fine: {} applications, {} tasks, {} streams\n",
                  options.file, workload.name, workload.applications.size(), tasks,
                  workload.streams.size());
  } else if (kind == FileKind::quality) {
    const Quality quality = expand_quality(resolve_quality(tree, assignments));
    kairos::print("{}: quality table '{}' is fine: {} runs\n", options.file, quality.config.name,
                  quality.runs.size());
  } else if (kind == FileKind::training) {
    const TrainingConfig config = resolve_training(tree, assignments);
    kairos::print("{}: training '{}' is fine: at most {} iterations of {} episodes\n", options.file,
                  config.name, config.iterations,
                  config.episodes.groups * config.episodes.rollouts);
  } else {
    const Sweep sweep = expand(resolve_experiment(tree, assignments));
    kairos::print("{}: experiment '{}' is fine: {} runs\n", options.file, sweep.experiment->name,
                  sweep.runs.size());
    if (!sweep.impossible.empty()) {
      kairos::print("{} more runs will fail: {}\n", sweep.impossible.size(),
                    sweep.impossible.front().message);
    }
  }
}

}  // namespace

void add_check(CLI::App& app) {
  CLI::App* verb = app.add_subcommand(
      "check", "Check an experiment, training, platform or workload file without running it");
  auto options = std::make_shared<ExperimentOptions>();
  add_experiment_options(*verb, *options);
  verb->callback([options] { check_document(*options); });
}

}  // namespace kairos
