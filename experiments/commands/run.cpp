// kairos run FILE: runs a sweep or a quality table, stores every finished run, prints the
// comparison, writes the report.
#include "experiments/run.hpp"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iostream>
#include <span>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "experiments/commands/command.hpp"
#include "experiments/document/yaml.hpp"
#include "experiments/execute/executor.hpp"
#include "experiments/execute/interruption.hpp"
#include "experiments/execute/progress.hpp"
#include "experiments/quality/quality_table.hpp"
#include "experiments/report/report_folder.hpp"
#include "experiments/document/safe_name.hpp"
#include "experiments/report/table.hpp"
#include "experiments/report/write_file.hpp"
#include "experiments/store/result_store.hpp"
#include "experiments/version.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  ExperimentOptions experiment;
  std::string folder, format = "table";
  std::size_t jobs = 0;
  bool resume = false;
};

std::string now_text() {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
}

std::string host_text() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

/// What is to be run, whatever it is.
struct Batch {
  std::string name, folder, configuration, configuration_hash;
  std::vector<RunKey> keys;
  std::function<Outcome(std::size_t)> run;  ///< By position among the keys.
  std::function<Comparison(const fs::path&, std::span<const RunRecord>, const TasksOfRun&)>
      write_report;
};

Batch sweep_batch(const std::shared_ptr<const Sweep>& sweep) {
  const ExperimentSpec& experiment = *sweep->experiment;
  Batch batch{experiment.name,
              experiment.report.folder,
              sweep->configuration,
              sweep->configuration_hash,
              {},
              {},
              {}};
  for (const RunSpec& spec : sweep->runs) batch.keys.push_back(spec.key);
  batch.run = [sweep](std::size_t i) { return run_anywhere(sweep->runs[i]); };
  batch.write_report = [sweep](const fs::path& folder, std::span<const RunRecord> records,
                               const TasksOfRun& tasks) {
    return kairos::write_report(folder, *sweep, records, tasks);
  };
  return batch;
}

Batch quality_batch(const std::shared_ptr<const Quality>& quality) {
  Batch batch{
      quality->spec.name, {}, quality->configuration, quality->configuration_hash, {}, {}, {}};
  for (const QualityRun& spec : quality->runs) batch.keys.push_back(spec.key);
  batch.run = [quality](std::size_t i) { return kairos::run(quality->runs[i]); };
  batch.write_report = [quality](const fs::path& folder, std::span<const RunRecord> records,
                                 const TasksOfRun& /*none*/) {
    return write_quality(folder, *quality, records);
  };
  return batch;
}

Batch load(const ExperimentOptions& options) {
  const std::vector<std::string> assignments = all_assignments(options);
  Value document = read_yaml_file(options.file);
  if (is_quality(document)) {
    return quality_batch(std::make_shared<Quality>(
        expand_quality(resolve_quality(std::move(document), assignments))));
  }
  return sweep_batch(
      std::make_shared<Sweep>(expand(resolve_experiment(std::move(document), assignments))));
}

Provenance provenance_of(const Batch& batch) {
  Provenance provenance = build_provenance();
  provenance.host = host_text();
  provenance.started = now_text();
  provenance.experiment = batch.name;
  provenance.configuration = batch.configuration;
  provenance.configuration_hash = batch.configuration_hash;
  return provenance;
}

/// The runs that are still to be done; those that are done are put into the order of this batch.
std::vector<std::size_t> unfinished(const Batch& batch, ResultStore& store) {
  store.rekey(batch.keys);
  const std::set<std::string> finished = store.finished_hashes();
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < batch.keys.size(); ++i) {
    if (!finished.contains(batch.keys[i].hash)) open.push_back(i);
  }
  return open;
}

void warn_about_other_version(const Provenance& before, const Provenance& now) {
  if (before.git_commit.empty() || before.git_commit == now.git_commit) return;
  std::cerr << fmt::format("note: earlier runs in this folder come from commit {}, this is {}\n",
                           before.git_commit, now.git_commit);
}

/// What a document says stays in the working folder; the command line may name any folder.
fs::path folder_of(const Arguments& arguments, const Batch& batch) {
  if (!arguments.folder.empty()) return arguments.folder;
  if (batch.folder.empty()) return fs::path("out") / batch.name;
  if (is_below(batch.folder)) return batch.folder;
  throw InputError(arguments.experiment.file + ": 'report.folder' is '" + shown_path(batch.folder) +
                   "', which leads out of the working folder; name a folder below it, or choose "
                   "any folder with --out");
}

const std::vector<std::string> report_files = {"experiment.yaml", "runs.csv", "subjects.csv",
                                               "summary.csv",     "wall.csv", "tasks.csv",
                                               "plot.svg"};

/// An experiment file that lies in the result folder is not replaced by another text.
void keep_input(const Arguments& arguments, const fs::path& output, const std::string& text) {
  std::error_code missing;
  if (!fs::equivalent(arguments.experiment.file, output, missing)) return;
  std::ostringstream input;
  input << std::ifstream(output, std::ios::binary).rdbuf();
  if (input.str() == text) return;
  throw InputError(arguments.experiment.file +
                   ": would be replaced by the resolved experiment; choose another folder with "
                   "--out");
}

void run_all(const Arguments& arguments) {
  const InterruptionGuard guard;
  const Batch batch = load(arguments.experiment);
  const fs::path folder = folder_of(arguments, batch);
  claim_folder(folder, "results.sqlite", report_files);
  keep_input(arguments, folder / "experiment.yaml", batch.configuration);

  if (!arguments.resume) ResultStore::put_aside(folder);
  ResultStore store(folder);
  const Provenance provenance = provenance_of(batch);
  if (arguments.resume) warn_about_other_version(store.provenance(), provenance);
  store.set_provenance(provenance);

  const std::vector<std::size_t> open = unfinished(batch, store);
  if (!open.empty()) {
    Progress progress(batch.keys.size(), batch.keys.size() - open.size());
    const std::size_t workers =
        arguments.jobs > 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
    const auto run_one = [&](std::size_t i) {
      return RunRecord{batch.keys[open[i]], batch.run(open[i])};
    };
    execute(open.size(), workers, run_one, [&](RunRecord&& record) {
      store.commit(record);
      progress.step();
    });
  }

  const std::vector<RunRecord> records = store.load();
  const Comparison comparison = batch.write_report(
      folder, records, [&](std::size_t index) { return store.load_tasks(index); });
  if (arguments.format == "csv") {
    fmt::print("{}", table_csv(comparison));
  } else if (arguments.format == "json") {
    fmt::print("{}", table_json(comparison));
  } else {
    fmt::print("{}", table_text(comparison));
  }
  std::cerr << fmt::format("results are in {}\n", folder.string());
}

}  // namespace

void add_run(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("run", "Run an experiment and compare its policies");
  auto arguments = std::make_shared<Arguments>();
  add_experiment_options(*verb, arguments->experiment);
  verb->add_option("--jobs", arguments->jobs, "Runs at a time (all processors if absent)")
      ->check(CLI::Range(1, 4096));
  verb->add_option("--out", arguments->folder, "Result folder (out/NAME if absent)");
  verb->add_option("--format", arguments->format, "Of standard output")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  verb->add_flag("--resume", arguments->resume,
                 "Do only the runs that the folder does not hold yet");
  verb->callback([arguments] { run_all(*arguments); });
}

}  // namespace kairos
