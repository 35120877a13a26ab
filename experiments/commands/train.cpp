// kairos train FILE: trains the network of the policy `learned`, writes weights, a learning curve
// and what it takes to go on.
#include <chrono>
#include <filesystem>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/document/yaml.hpp"
#include "experiments/learning/event_file.hpp"
#include "experiments/learning/trainer.hpp"
#include "experiments/report/write_file.hpp"
#include "experiments/version.hpp"
#include "policies/learned/checkpoint.hpp"

namespace kairos {
namespace {

namespace fs = std::filesystem;

struct Arguments {
  std::string file, folder;
  std::vector<std::string> assignments;
  std::size_t jobs = 0;
  bool resume = false;
};

double seconds_since(std::chrono::steady_clock::time_point begin) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

void show(const TrainingSpec& spec, const IterationReport& report, double seconds,
          double seconds_left) {
  std::string text = fmt::format("iteration {} of {}, {:.0f} s, {:.0f} s left",
                                 report.iteration + 1, spec.iterations, seconds, seconds_left);
  if (report.verdict) {
    for (std::size_t i = 0; i < report.verdict->ratios.size(); ++i) {
      text += fmt::format(", {:.1f} % of {}", 100 * report.verdict->ratios[i],
                          spec.validation.baselines[i].name);
    }
    text += fmt::format(", {:.1f} % of the best", 100 * report.verdict->score);
  }
  fmt::print(stderr, "{}{}\n", text, report.is_best ? " (best)" : "");
}

void write_weights(const fs::path& folder, const TrainingSpec& spec, const std::string& training,
                   const Trainer& trainer) {
  Checkpoint checkpoint;
  checkpoint.architecture = trainer.architecture();
  checkpoint.seed = spec.seed;
  checkpoint.iteration = trainer.state().best_iteration;
  checkpoint.commit = build_provenance().git_commit;
  checkpoint.trained_on = spec.description;
  checkpoint.training = training;
  checkpoint.weights = trainer.state().best;
  write_file(folder / (spec.name + ".weights"), to_bytes(checkpoint));
}

void train(const Arguments& arguments) {
  const TrainingSpec spec = load_training(arguments.file, arguments.assignments);
  const std::string training = training_text(spec);
  const fs::path folder =
      arguments.folder.empty() ? fs::path("out") / spec.name : fs::path(arguments.folder);
  fs::create_directories(folder);
  const std::size_t workers =
      arguments.jobs > 0 ? arguments.jobs : std::max(1U, std::thread::hardware_concurrency());
  Trainer trainer(spec, workers);
  std::string curve;
  double before = 0;
  if (arguments.resume) {
    if (auto state = read_state(folder / "training.state", training)) {
      curve = state->curve;
      before = state->seconds;
      trainer.resume(std::move(*state));
    }
  }
  const auto begin = std::chrono::steady_clock::now();
  const std::uint64_t first = trainer.state().iteration;
  EventFile events(folder, first);
  while (!trainer.is_over()) {
    const IterationReport report = trainer.iterate();
    const double passed = seconds_since(begin);
    const auto done = static_cast<double>(trainer.state().iteration - first);
    const auto left = static_cast<double>(spec.iterations - trainer.state().iteration);
    const CurvePoint point = curve_point(spec, report, before + passed);
    if (curve.empty()) curve = csv_head(point);
    curve += csv_line(point);
    events.add(point);
    show(spec, report, before + passed, passed / done * left);
    if (report.is_best) write_weights(folder, spec, training, trainer);
    TrainingState state = trainer.state();
    state.curve = curve;
    state.seconds = before + passed;
    write_state(folder / "training.state", state, training);
    write_file(folder / "learning_curve.csv", curve);
  }
  fmt::print("{}\n", (folder / (spec.name + ".weights")).string());
}

}  // namespace

void add_train(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("train", "Train the policy 'learned'");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("file", arguments->file, "The training, a YAML file")->required();
  verb->add_option("--set", arguments->assignments,
                   "Override a value: key=value, dots between steps (episodes.groups=2)")
      ->allow_extra_args(false)
      ->take_all();
  verb->add_option("--jobs", arguments->jobs, "Episodes at a time (all processors if absent)")
      ->check(CLI::Range(1, 4096));
  verb->add_option("--out", arguments->folder, "Result folder (out/NAME if absent)");
  verb->add_flag("--resume", arguments->resume, "Go on where the folder's training was left");
  verb->callback([arguments] { train(*arguments); });
}

}  // namespace kairos
