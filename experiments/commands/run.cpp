// kairos run FILE: executes the runs of an experiment or a quality table, stores each when it has
// ended, writes the report and prints the comparison.
#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "experiments/commands/batch.hpp"
#include "experiments/commands/command.hpp"
#include "experiments/commands/replay.hpp"
#include "experiments/execute/executor.hpp"
#include "experiments/execute/progress.hpp"
#include "experiments/experiment/version.hpp"
#include "experiments/files/write_file.hpp"
#include "experiments/processes/interruption.hpp"
#include "experiments/report/failure_summary.hpp"
#include "experiments/report/report_folder.hpp"
#include "experiments/report/report_writer.hpp"
#include "experiments/store/result_folder.hpp"
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  ExperimentOptions experiment;
  std::string folder, replay, format = "text";
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

Provenance provenance_of(const Batch& batch) {
  Provenance provenance = build_provenance();
  provenance.host = host_text();
  provenance.started = now_text();
  provenance.experiment = batch.name;
  provenance.configuration = batch.configuration;
  provenance.configuration_hash = batch.configuration_hash;
  return provenance;
}

/// Warns if the store has runs of other versions of Kairos.
void note_other_versions(const ResultFolder& folder, const ResultStore& store,
                         const Provenance& now) {
  for (const std::string& commit : store.commits()) {
    if (commit.empty() || commit == now.git_commit) continue;
    std::cerr << fmt::format("note: some runs in {} were made by commit {}; this is commit {}\n",
                             printable((folder.path() / "results.sqlite").string()),
                             shortened(printable(commit), 60), now.git_commit);
  }
}

/// Executes a run. A failure is recorded in the outcome, so that the other runs continue.
RunRecord run_or_failure(const Batch& batch, std::size_t index, const RunKey& key) {
  RunRecord record{key, {}};
  try {
    record.outcome = batch.run(index);
  } catch (const InputError& error) {
    record.outcome.failure = error.what();
  } catch (const std::bad_alloc&) {
    record.outcome.failure = "there is not enough memory for this run";
  } catch (const std::logic_error& error) {
    record.outcome.failure = std::string("internal error: ") + error.what();
  }
  return record;
}

/// Estimates the time for the unfinished runs from the finished runs of their policies.
TimeLeft time_left(const ResultStore& store, const std::vector<std::size_t>& open) {
  std::map<std::string, std::size_t> runs;
  for (const std::size_t i : open) ++runs[store.keys()[i].policy];
  TimeLeft left(std::move(runs));
  for (const auto& [policy, seconds] : store.mean_seconds_by_policy()) left.learn(policy, seconds);
  return left;
}

/// Executes and stores the runs that are not finished yet.
void run_open(const Batch& batch, ResultFolder& folder, const Arguments& arguments) {
  ResultStore& store = folder.store();
  const std::vector<std::size_t> open = store.unfinished();
  if (open.empty()) return;
  const std::size_t total = store.keys().size();
  Progress progress(total, total - open.size(), time_left(store, open));
  const std::size_t workers =
      arguments.jobs > 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
  const auto run_one = [&](std::size_t i) {
    return run_or_failure(batch, open[i], store.keys()[open[i]]);
  };
  const auto keep = [&](RunRecord&& record) {
    folder.check_still_there();
    store.commit(record);
    progress.step(record.key.policy, record.outcome.wall_seconds);
  };
  execute(open.size(), workers, run_one, keep, [&] { folder.check_still_there(); });
}

void note_missing_pictures(std::size_t count) {
  if (count == 0) return;
  std::cerr << fmt::format(
      "note: {} left out because runs were stored without recordings; run the experiment without "
      "--resume to get all pictures\n",
      count == 1 ? "1 picture is" : fmt::format("{} pictures are", count));
}

/// The result folder: that of --out if given, otherwise that of the file, otherwise out/NAME.
fs::path folder_of(const Arguments& arguments, const Batch& batch) {
  if (!arguments.folder.empty()) return arguments.folder;
  return batch.folder.empty() ? fs::path("out") / batch.name : fs::path(batch.folder);
}

/// Throws InputError if the report would overwrite the experiment file with a different text.
void keep_input(const Arguments& arguments, const fs::path& output, const std::string& text) {
  std::error_code missing;
  if (!fs::equivalent(arguments.experiment.file, output, missing)) return;
  std::ostringstream input;
  input << std::ifstream(output, std::ios::binary).rdbuf();
  if (input.str() == text) return;
  throw InputError(
      arguments.experiment.file +
      ": this file would be replaced by the resolved experiment; choose another folder with --out");
}

/// Throws InputError if the results would replace those whose decision times are replayed.
void keep_recorded_passes(const Arguments& arguments, const fs::path& output) {
  std::error_code missing;
  if (arguments.replay.empty() || !fs::equivalent(arguments.replay, output, missing)) return;
  throw InputError("--replay " + printable(arguments.replay) +
                   ": this is also the folder of the new results; choose another one with --out");
}

void run_all(const Arguments& arguments) {
  const InterruptionGuard guard;
  Batch batch = load_batch(arguments.experiment, !arguments.folder.empty(), arguments.replay);
  const fs::path path = folder_of(arguments, batch);
  keep_recorded_passes(arguments, path);
  claim_folder(path, "results.sqlite", ResultFolder::usual_files());
  keep_input(arguments, path / "experiment.yaml", batch.configuration);
  ResultFolder folder(path, batch.name, arguments.resume ? Start::resume : Start::anew);
  ResultStore& store = folder.store();
  const Provenance provenance = provenance_of(batch);
  store.select(std::exchange(batch.keys, {}));
  store.set_provenance(provenance);
  note_other_versions(folder, store, provenance);
  run_open(batch, folder, arguments);

  const Comparison comparison = batch.compare(store);
  std::size_t missing_pictures = 0;
  folder.report(report_fingerprint(store, provenance),
                [&] { missing_pictures = batch.write_report(folder.path(), store, comparison); });
  fmt::print("{}", written_as(arguments.format, comparison));
  std::cerr << failure_summary(store.failures());
  note_missing_pictures(missing_pictures);
  std::cerr << fmt::format("results are in {}\n", folder.path().string());
  if (comparison.failed_runs() > 0) throw CLI::RuntimeError(1);
}

}  // namespace

void add_run(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("run", "Run an experiment and compare its policies");
  auto arguments = std::make_shared<Arguments>();
  add_experiment_options(*verb, arguments->experiment,
                         "YAML file of an experiment or of a quality table");
  verb->add_option("--jobs", arguments->jobs, "Number of parallel runs (all processors if absent)")
      ->check(CLI::Range(1, 4096));
  verb->add_option("--out", arguments->folder, "Result folder (out/NAME if absent)");
  verb->add_option("--format", arguments->format,
                   "Format of the comparison on standard output (text if absent)")
      ->check(CLI::IsMember(Registry<ReportWriter>::names()));
  verb->add_flag("--resume", arguments->resume,
                 "Execute only the runs that the result folder does not contain yet");
  add_replay_option(*verb, arguments->replay);
  verb->callback([arguments] { run_all(*arguments); });
}

}  // namespace kairos
