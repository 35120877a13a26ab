// kairos story FILE: describes the first run of an experiment in words.
#include "sim/metrics/story.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "experiments/commands/command.hpp"
#include "experiments/commands/replay.hpp"
#include "experiments/experiment/run.hpp"

namespace kairos {

void add_story(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("story", "Print the events of one run of an experiment in words");
  auto options = std::make_shared<ExperimentOptions>();
  auto policy = std::make_shared<std::string>();
  auto replay = std::make_shared<std::string>();
  add_experiment_options(*verb, *options);
  verb->add_option("--policy", *policy, "Policy whose run is told (the first if absent)");
  add_replay_option(*verb, *replay);
  verb->callback([options, policy, replay] {
    const Sweep sweep = expand(load_experiment(options->file, all_assignments(*options)));
    const RunConfig chosen = with_recorded_passes(find_run(sweep, *policy), *replay);
    const auto scenario = chosen.scenario();
    Story story(*scenario);
    run(chosen, {&story});
    fmt::print("{}", story.text());
  });
}

}  // namespace kairos
