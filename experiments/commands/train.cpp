// kairos train FILE: trains the network of a learned policy, writes weights, a learning curve
// and what it takes to go on.
#include <chrono>
#include <filesystem>
#include <iostream>
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
  std::cerr << text << (report.is_best ? " (best)\n" : "\n");
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

/// What one process of the training writes and shows.
class Records {
 public:
  Records(const TrainingSpec& spec, fs::path folder, std::string training, const Trainer& trainer,
          double seconds_before, std::string curve)
      : spec_(spec),
        folder_(std::move(folder)),
        training_(std::move(training)),
        trainer_(trainer),
        before_(seconds_before),
        curve_(std::move(curve)),
        first_(trainer.state().iteration),
        events_(folder_, first_) {}

  void add(const IterationReport& report) {
    const double passed = seconds_since(begin_);
    const auto done = static_cast<double>(trainer_.state().iteration - first_);
    const auto left = static_cast<double>(spec_.iterations - trainer_.state().iteration);
    const CurvePoint point = curve_point(spec_, report, before_ + passed);
    if (curve_.empty()) curve_ = csv_head(point);
    curve_ += csv_line(point);
    events_.add(point);
    show(spec_, report, before_ + passed, passed / done * left);
    if (report.is_best) write_weights(folder_, spec_, training_, trainer_);
    TrainingState state = trainer_.state();
    state.curve = curve_;
    state.seconds = before_ + passed;
    write_state(folder_ / state_name, state, training_);
    write_file(folder_ / "learning_curve.csv", curve_);
  }

  static constexpr auto state_name = "training.state";

 private:
  const TrainingSpec& spec_;
  fs::path folder_;
  std::string training_;
  const Trainer& trainer_;
  double before_;
  std::string curve_;
  std::uint64_t first_;
  EventFile events_;
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// One thread a process if there are several: a launcher starts as many as there are processors.
std::size_t threads(const Arguments& arguments, const Ranks& ranks) {
  if (arguments.jobs > 0) return arguments.jobs;
  return ranks.size() > 1 ? 1 : std::max(1U, std::thread::hardware_concurrency());
}

void train(const Arguments& arguments, const TrainingSpec& spec, Ranks& ranks) {
  const std::string training = training_text(spec);
  const fs::path folder =
      arguments.folder.empty() ? fs::path("out") / spec.name : fs::path(arguments.folder);
  fs::create_directories(folder);
  Trainer trainer(spec, threads(arguments, ranks), ranks);
  std::string curve;
  double before = 0;
  if (arguments.resume) {
    if (auto state = read_state(folder / Records::state_name, training)) {
      curve = state->curve;
      before = state->seconds;
      trainer.resume(std::move(*state));
    }
  }
  std::optional<Records> records;
  if (ranks.rank() == 0) records.emplace(spec, folder, training, trainer, before, curve);
  while (!trainer.is_over()) {
    const IterationReport report = trainer.iterate();
    if (records) records->add(report);
  }
  if (records) fmt::print("{}\n", (folder / (spec.name + ".weights")).string());
}

void train(const Arguments& arguments) {
  const TrainingSpec spec = load_training(arguments.file, arguments.assignments);
  const auto ranks = make_ranks();
  try {
    train(arguments, spec, *ranks);
  } catch (const std::exception& error) {
    ranks->give_up(error.what());
    throw;
  }
}

}  // namespace

void add_train(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("train", "Train a learned policy");
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
