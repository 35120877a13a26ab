#include "experiments/commands/batch.hpp"

#include <iostream>

#include "experiments/commands/replay.hpp"
#include "experiments/experiment/choose_pictures.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/report/decision_wait.hpp"
#include "experiments/report/report_folder.hpp"
#include "experiments/static/quality_table.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

Batch sweep_batch(const std::shared_ptr<const Sweep>& sweep, bool has_folder,
                  const std::shared_ptr<const RecordedPasses>& recorded) {
  const ExperimentConfig& experiment = *sweep->experiment;
  if (!has_folder) require_folder_below(experiment);
  Batch batch{experiment.name,
              experiment.report.folder,
              sweep->configuration,
              sweep->configuration_hash,
              {},
              {},
              {},
              {}};
  batch.keys.reserve(sweep->runs.size());
  for (const RunConfig& config : sweep->runs) batch.keys.push_back(config.key);
  for (const ImpossibleRun& run : sweep->impossible) batch.keys.push_back(run.key);
  batch.run = [sweep, recorded](std::size_t i) {
    const std::size_t possible = sweep->runs.size();
    if (i >= possible) throw InputError(sweep->impossible[i - possible].message);
    return recorded ? replay(sweep->runs[i], *recorded) : run_anywhere(sweep->runs[i]);
  };
  batch.compare = [sweep](const ResultStore& store) { return kairos::compare(*sweep, store); };
  batch.write_report = [sweep](const fs::path& folder, const ResultStore& store,
                               const Comparison& comparison) {
    const std::vector<std::string> metrics{"decision_wait_s"};
    std::cerr << decision_wait_warning(*sweep, store.load(metrics));
    return kairos::write_report(folder, *sweep, store, comparison);
  };
  return batch;
}

Batch quality_batch(const std::shared_ptr<const Quality>& quality) {
  Batch batch{quality->config.name,
              {},
              quality->configuration,
              quality->configuration_hash,
              {},
              {},
              {},
              {}};
  for (const QualityRun& config : quality->runs) batch.keys.push_back(config.key);
  batch.run = [quality](std::size_t i) { return kairos::run(quality->runs[i]); };
  batch.compare = [quality](const ResultStore& store) { return quality_table(*quality, store); };
  batch.write_report = [quality](const fs::path& folder, const ResultStore& store,
                                 const Comparison& table) {
    write_quality(folder, *quality, store, table);
    return std::size_t{0};
  };
  return batch;
}

}  // namespace

Batch load_batch(const ExperimentOptions& options, bool has_folder, const std::string& replay) {
  const std::vector<std::string> assignments = all_assignments(options);
  Value document = read_yaml_file(options.file);
  if (kind_of(document) == "quality") {
    if (!replay.empty()) {
      throw InputError(options.file +
                       ": a quality table has no decision times; leave out --replay");
    }
    return quality_batch(std::make_shared<Quality>(
        expand_quality(resolve_quality(std::move(document), assignments))));
  }
  const auto sweep =
      std::make_shared<Sweep>(expand(resolve_experiment(std::move(document), assignments)));
  choose_pictures(*sweep);
  return sweep_batch(sweep, has_folder, open_recorded_passes(*sweep, replay));
}

}  // namespace kairos
