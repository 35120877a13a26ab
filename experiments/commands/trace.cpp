// kairos trace FILE: writes one run as a Chrome/Perfetto trace (https://ui.perfetto.dev opens it).
#include <iostream>

#include <CLI/CLI.hpp>

#include "experiments/charts/perfetto_trace.hpp"
#include "experiments/commands/command.hpp"
#include "experiments/commands/replay.hpp"
#include "experiments/experiment/run.hpp"
#include "experiments/files/write_output.hpp"
#include "sim/base/units.hpp"

namespace kairos {
namespace {

struct Arguments {
  ExperimentOptions experiment;
  std::string policy, output, from, to, replay;
};

/// An instant given on the command line, or `otherwise` if it is not given.
Time instant(const std::string& text, Time otherwise) {
  return text.empty() ? otherwise : Time(parse<Duration>(text));
}

TraceOptions options_of(const Arguments& arguments, const RunConfig& config) {
  TraceOptions options{{{"experiment", config.experiment->name},
                        {"policy", config.key.policy},
                        {"seed", std::to_string(config.key.seed)}},
                       instant(arguments.from, Time{}),
                       instant(arguments.to, Time::never())};
  for (const auto& [key, value] : config.key.point) options.labels.emplace_back(key, value);
  if (options.to < options.from) {
    throw InputError("--to " + arguments.to + " is before --from " + arguments.from +
                     "; give a window that ends after it begins");
  }
  return options;
}

void write_trace(const Arguments& arguments) {
  const Sweep sweep =
      expand(load_experiment(arguments.experiment.file, all_assignments(arguments.experiment)));
  RunConfig config = with_recorded_passes(find_run(sweep, arguments.policy), arguments.replay);
  const TraceOptions options = options_of(arguments, config);
  config.keep_tasks = true;
  const auto scenario = config.scenario();
  FaultLog faults(*scenario);
  ChipLog log(*scenario);
  const Outcome outcome = run(config, {&faults, &log});
  const std::string trace = perfetto_trace(outcome.tasks, *scenario, faults.spans(), &log, options);
  if (arguments.output.empty()) {
    std::cout << trace << '\n';
  } else {
    write_output(arguments.output, trace);
  }
}

}  // namespace

void add_trace(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("trace", "Write one run as a JSON trace for Chrome or Perfetto");
  auto arguments = std::make_shared<Arguments>();
  add_experiment_options(*verb, arguments->experiment);
  verb->add_option("--policy", arguments->policy,
                   "Policy whose run is written (the first if absent)");
  verb->add_option("--from", arguments->from,
                   "Leave out events that end before this instant, such as 2 ms");
  verb->add_option("--to", arguments->to,
                   "Leave out events that begin after this instant, such as 5 ms");
  verb->add_option("--out", arguments->output, "File to write (standard output if absent)");
  add_replay_option(*verb, arguments->replay);
  verb->callback([arguments] { write_trace(*arguments); });
}

}  // namespace kairos
