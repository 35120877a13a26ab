// kairos train FILE: trains the network of a learned policy and writes its weights, a learning
// curve and the state needed to resume.
#include <array>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <iostream>
#include <thread>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/processes/interruption.hpp"
#include "experiments/training/event_file.hpp"
#include "experiments/training/trainer.hpp"
#include "experiments/training/training_folder.hpp"

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

void show(const TrainingConfig& config, const IterationReport& report, double seconds,
          double seconds_left) {
  std::string text = fmt::format("iteration {} of {}, {:.0f} s, {:.0f} s left",
                                 report.iteration + 1, config.iterations, seconds, seconds_left);
  if (report.verdict) {
    for (std::size_t i = 0; i < report.verdict->ratios.size(); ++i) {
      text += fmt::format(", {:.1f} % of {}", 100 * report.verdict->ratios[i],
                          config.validation.baselines[i].name);
    }
    text += fmt::format(", {:.1f} % of the best", 100 * report.verdict->score);
  }
  std::cerr << text << (report.is_best ? " (best)\n" : "\n");
}

/// Writes the training's files and prints its progress. Only the first process adds reports.
class Records {
 public:
  Records(const TrainingConfig& config, const TrainingFolder& folder, const Trainer& trainer)
      : config_(config),
        folder_(folder),
        trainer_(trainer),
        before_(trainer.state().seconds),
        curve_(trainer.state().curve),
        first_(trainer.state().iteration) {}

  void add(const IterationReport& report) {
    const double passed = seconds_since(begin_);
    const auto done = static_cast<double>(trainer_.state().iteration - first_);
    const auto left = static_cast<double>(config_.iterations - trainer_.state().iteration);
    const CurvePoint point = curve_point(config_, report, before_ + passed);
    if (curve_.empty()) curve_ = csv_head(point);
    curve_ += csv_line(point);
    if (!events_) events_.emplace(folder_.path(), first_);
    events_->add(point);
    show(config_, report, before_ + passed, passed / done * left);
    TrainingState state = trainer_.state();
    state.curve = curve_;
    state.seconds = before_ + passed;
    if (report.is_best) folder_.write_weights(state);
    folder_.write(state);
  }

 private:
  const TrainingConfig& config_;
  const TrainingFolder& folder_;
  const Trainer& trainer_;
  double before_;
  std::string curve_;
  std::uint64_t first_;
  std::optional<EventFile> events_;  ///< Created after the first iteration.
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

/// The number of threads. With several processes each has one, because a launcher starts as many
/// processes as there are processors.
std::size_t threads(const Arguments& arguments, const Ranks& ranks) {
  if (arguments.jobs > 0) return arguments.jobs;
  return ranks.size() > 1 ? 1 : std::max(1U, std::thread::hardware_concurrency());
}

/// Throws Interrupted in all processes if one has received a signal, so that all stop after the
/// same iteration.
void stop_if_interrupted(Ranks& ranks) {
  std::array<std::int64_t, 1> noted{interruption()};
  ranks.sum(noted);
  if (noted[0] == 0) return;
  throw Interrupted(interruption() != 0 ? interruption() : SIGTERM);
}

void put_aside(const TrainingFolder& folder) {
  if (const auto moved = folder.put_aside()) {
    std::cerr << fmt::format("note: the previous training in this folder was moved to {}\n",
                             moved->string());
  }
}

/// Resumes the training in the folder if that is requested; otherwise puts it aside.
void begin(const Arguments& arguments, const TrainingFolder& folder, Trainer& trainer,
           Ranks& ranks) {
  std::array<std::int64_t, 1> everybody_is_ready{};
  ranks.sum(everybody_is_ready);  // Wait for all processes, since `initial` may name weights in the
                                  // folder that is put aside.
  auto state = arguments.resume ? folder.state() : std::nullopt;
  if (ranks.rank() == 0 && state) folder.restore(*state);
  if (ranks.rank() == 0 && !state) put_aside(folder);
  if (state) trainer.resume(std::move(*state));
}

void train(const Arguments& arguments, const TrainingConfig& config, Ranks& ranks) {
  const TrainingFolder folder(
      arguments.folder.empty() ? fs::path("out") / config.name : fs::path(arguments.folder),
      config);
  if (ranks.rank() == 0) folder.claim();
  Trainer trainer(config, threads(arguments, ranks), ranks);
  begin(arguments, folder, trainer, ranks);
  Records records(config, folder, trainer);
  while (!trainer.is_over()) {
    stop_if_interrupted(ranks);
    const IterationReport report = trainer.iterate();
    if (ranks.rank() == 0) records.add(report);
  }
  if (ranks.rank() == 0) fmt::print("{}\n", folder.weights_file().string());
}

void train(const Arguments& arguments) {
  const InterruptionGuard guard;
  const TrainingConfig config = load_training(arguments.file, arguments.assignments);
  const auto ranks = make_ranks();
  try {
    train(arguments, config, *ranks);
  } catch (const Interrupted&) {
    throw;  // All processes are interrupted together, so none needs to be told.
  } catch (const std::exception& error) {
    ranks->give_up(error.what());
    throw;
  }
}

}  // namespace

void add_train(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("train", "Train the network of a learned policy");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("file", arguments->file, "YAML file of the training")->required();
  verb->add_option("--set", arguments->assignments,
                   "Override a value: key=value, with dots between keys (episodes.groups=2)")
      ->allow_extra_args(false)
      ->take_all();
  verb->add_option("--jobs", arguments->jobs,
                   "Number of parallel episodes (all processors if absent)")
      ->check(CLI::Range(1, 4096));
  verb->add_option("--out", arguments->folder, "Result folder (out/NAME if absent)");
  verb->add_flag("--resume", arguments->resume, "Continue the training that is in the folder");
  verb->callback([arguments] { train(*arguments); });
}

}  // namespace kairos
