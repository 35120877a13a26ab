// kairos trace FILE: one run as a Chrome/Perfetto trace (https://ui.perfetto.dev opens it).
#include <iostream>

#include <CLI/CLI.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/report/trace_json.hpp"
#include "experiments/report/write_output.hpp"
#include "experiments/run.hpp"

namespace kairos {
namespace {

struct Arguments {
  ExperimentOptions experiment;
  std::string policy, output;
};

void write_trace(const Arguments& arguments) {
  const Sweep sweep =
      expand(load_experiment(arguments.experiment.file, all_assignments(arguments.experiment)));
  RunSpec spec = find_run(sweep, arguments.policy);
  spec.keep_tasks = true;
  FaultLog faults(*spec.scenario);
  ChipLog log(*spec.scenario);
  const Outcome outcome = run(spec, {&faults, &log});
  const std::string trace = trace_json(outcome.tasks, *spec.scenario, faults.spans(), &log);
  if (arguments.output.empty()) {
    std::cout << trace << '\n';
  } else {
    write_output(arguments.output, trace);
  }
}

}  // namespace

void add_trace(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("trace", "Write one run as Chrome/Perfetto trace JSON");
  auto arguments = std::make_shared<Arguments>();
  add_experiment_options(*verb, arguments->experiment);
  verb->add_option("--policy", arguments->policy, "The run of this policy (the first if absent)");
  verb->add_option("--out", arguments->output, "A file (standard output if absent)");
  verb->callback([arguments] { write_trace(*arguments); });
}

}  // namespace kairos
