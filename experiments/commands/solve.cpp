// kairos solve INSTANCE.json: schedules static instances, each policy through the simulator.
// Policies that can plan do, the others decide at every event.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/static_instance.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "policies/run.hpp"
#include "sim/metrics/timeline.hpp"

namespace kairos {
namespace {

struct Arguments {
  std::string file, format = "table";
  std::vector<std::string> policies{"heft"};
  std::uint64_t seed = 1;
};

struct Solution {
  std::string instance, policy;
  double makespan = 0, milliseconds = 0;
  std::vector<std::tuple<std::size_t, std::size_t, double, double>> schedule;
};

Solution solve(const StaticInstance& instance, const std::string& policy_name, std::uint64_t seed) {
  Scenario scenario = instance.scenario();
  scenario.seed = seed;
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  Timeline timeline;
  simulator.attach(timeline);
  const auto policy = planning(policy_name).make();
  const DecisionCount count = run(simulator, *policy, 1);

  const double unit = instance.picoseconds_per_unit();
  Solution solution{instance.name, policy_name, 0, count.policy_seconds * 1e3, {}};
  for (const TaskFinished& task : timeline.tasks()) {
    const double start = static_cast<double>(task.start.picoseconds()) / unit;
    const double finish = static_cast<double>(task.finish.picoseconds()) / unit;
    solution.schedule.emplace_back(index(task.task.task), index(task.element), start, finish);
    solution.makespan = std::max(solution.makespan, finish);
  }
  std::ranges::sort(solution.schedule);
  return solution;
}

void print_json(const std::vector<Solution>& solutions) {
  auto list = nlohmann::ordered_json::array();
  for (const Solution& s : solutions) {
    list.push_back({{"instance", s.instance},
                    {"policy", s.policy},
                    {"makespan", s.makespan},
                    {"milliseconds", s.milliseconds},
                    {"schedule", s.schedule}});
  }
  fmt::print("{}\n", list.dump());
}

void print_rows(const std::vector<Solution>& solutions, bool csv) {
  fmt::print("{}", csv ? "instance,policy,makespan,milliseconds\n"
                       : fmt::format("{:<24} {:<22} {:>14} {:>12}\n", "instance", "policy",
                                     "makespan", "ms"));
  for (const Solution& s : solutions) {
    if (csv) {
      fmt::print("{},{},{},{}\n", s.instance, s.policy, s.makespan, s.milliseconds);
    } else {
      fmt::print("{:<24} {:<22} {:>14.6g} {:>12.3f}\n", s.instance, s.policy, s.makespan,
                 s.milliseconds);
    }
  }
}

void solve_all(const Arguments& arguments) {
  for (const std::string& policy : arguments.policies) {
    static_cast<void>(Registry<Policy>::find(policy, {}));
  }
  std::vector<Solution> solutions;
  for (const StaticInstance& instance : read_instances(arguments.file)) {
    for (const std::string& policy : arguments.policies) {
      solutions.push_back(solve(instance, policy, arguments.seed));
    }
  }
  if (arguments.format == "json") {
    print_json(solutions);
  } else {
    print_rows(solutions, arguments.format == "csv");
  }
}

}  // namespace

void add_solve(CLI::App& app) {
  CLI::App* verb = app.add_subcommand("solve", "Schedule static instances from a JSON file");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("file", arguments->file, "One instance, or a list of them")->required();
  verb->add_option("--policy", arguments->policies, "Policies, separated by commas")
      ->delimiter(',');
  verb->add_option("--seed", arguments->seed, "For policies that draw random numbers");
  verb->add_option("--format", arguments->format, "Of standard output")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  verb->callback([arguments] { solve_all(*arguments); });
}

}  // namespace kairos
