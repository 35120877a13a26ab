// kairos run FILE: runs a sweep, stores every finished run, prints the comparison, writes the
// report.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <unistd.h>

#include "experiments/commands/command.hpp"
#include "experiments/execute/executor.hpp"
#include "experiments/execute/progress.hpp"
#include "experiments/report/report_folder.hpp"
#include "experiments/report/table.hpp"
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

Provenance provenance_of(const Sweep& sweep) {
  Provenance provenance = build_provenance();
  provenance.host = host_text();
  provenance.started = now_text();
  provenance.experiment = sweep.experiment->name;
  provenance.configuration = sweep.configuration;
  provenance.configuration_hash = sweep.configuration_hash;
  return provenance;
}

/// Results are never overwritten without a trace: the previous ones are kept once.
void put_previous_results_aside(const fs::path& folder) {
  const fs::path results = folder / "results.sqlite";
  if (!fs::exists(results)) return;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    const fs::path from = results.string() + suffix;
    const fs::path to = (folder / "previous.sqlite").string() + suffix;
    fs::remove(to);
    if (fs::exists(from)) fs::rename(from, to);
  }
}

/// The runs that are still to be done; those that are done are put into the order of this sweep.
std::vector<RunSpec> unfinished(const Sweep& sweep, ResultStore& store) {
  std::vector<RunKey> keys;
  for (const RunSpec& spec : sweep.runs) keys.push_back(spec.key);
  store.rekey(keys);
  const std::set<std::string> finished = store.finished_hashes();
  std::vector<RunSpec> open;
  for (const RunSpec& spec : sweep.runs) {
    if (!finished.contains(spec.key.hash)) open.push_back(spec);
  }
  return open;
}

void warn_about_other_version(const Provenance& before, const Provenance& now) {
  if (before.git_commit.empty() || before.git_commit == now.git_commit) return;
  fmt::print(stderr, "note: earlier runs in this folder come from commit {}, this is {}\n",
             before.git_commit, now.git_commit);
}

void run_sweep(const Arguments& arguments) {
  const Sweep sweep =
      expand(load_experiment(arguments.experiment.file, all_assignments(arguments.experiment)));
  const ExperimentSpec& experiment = *sweep.experiment;
  fs::path folder = arguments.folder;
  if (folder.empty()) folder = experiment.report.folder;
  if (folder.empty()) folder = fs::path("out") / experiment.name;

  if (!arguments.resume) put_previous_results_aside(folder);
  ResultStore store(folder);
  const Provenance provenance = provenance_of(sweep);
  if (arguments.resume) warn_about_other_version(store.provenance(), provenance);
  store.set_provenance(provenance);

  const std::vector<RunSpec> open = unfinished(sweep, store);
  if (!open.empty()) {
    Progress progress(sweep.runs.size(), sweep.runs.size() - open.size());
    const std::size_t workers =
        arguments.jobs > 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
    execute(open, workers, [&](RunRecord&& record) {
      store.commit(record);
      progress.step();
    });
  }

  const std::vector<RunRecord> records = store.load();
  const Comparison comparison = write_report(folder, sweep, records);
  if (arguments.format == "csv") {
    fmt::print("{}", table_csv(comparison));
  } else if (arguments.format == "json") {
    fmt::print("{}", table_json(comparison));
  } else {
    fmt::print("{}", table_text(comparison));
  }
  fmt::print(stderr, "results are in {}\n", folder.string());
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
  verb->callback([arguments] { run_sweep(*arguments); });
}

}  // namespace kairos
