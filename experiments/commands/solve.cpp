// kairos solve FILE: schedules static instances or job shops with policies in the simulator.
// Policies that can plan ahead do so; the others decide at every event.
#include <CLI/CLI.hpp>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "experiments/commands/command.hpp"
#include "experiments/report/csv_row.hpp"
#include "experiments/static/job_shop_instance.hpp"
#include "experiments/static/static_solve.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "policies/search/search_budget.hpp"
#include "sim/base/text.hpp"

namespace kairos {
namespace {

struct Arguments {
  std::string file, format = "table", time_limit;
  std::vector<std::string> policies{"heft"};
  std::uint64_t seed = 1;
};

struct Solution {
  std::string instance, policy;
  double makespan = 0, lower_bound = 0, milliseconds = 0;
  bool proved = false;  ///< True if the schedule is proved optimal.
  std::string note;     ///< Says why it is not, if the policy can prove optimality.
  std::vector<std::tuple<std::size_t, std::size_t, double, double>> schedule;

  [[nodiscard]] double gap() const { return makespan > 0 ? 1 - lower_bound / makespan : 0; }
};

/// A policy by name, planning if it can. If it searches, it gets the time limit or, without one,
/// the largest default number of evaluations, because only one job is planned and nothing waits for
/// it.
Choice<Policy> choose(const std::string& name, const std::string& time_limit) {
  Choice<Policy> choice = planning(name);
  const Policy::Traits& traits = Registry<Policy>::find(name, {}).traits;
  if (!time_limit.empty() && traits.has_time_limit) {
    choice.options.set("time_limit", Value::scalar(time_limit));
  } else if (time_limit.empty() && traits.has_effort) {
    choice.options.set("evaluations", Value::scalar(std::to_string(SearchEffort::at_most)));
  }
  return choice;
}

Solution solve(const StaticInstance& instance, const Scenario& scenario, Time bound,
               const Choice<Policy>& choice) {
  const StaticSolution solved = solve_static(scenario, bound, choice);
  const double unit = instance.picoseconds_per_unit();
  const auto in_units = [&](Time time) { return static_cast<double>(time.picoseconds()) / unit; };
  Solution solution;
  solution.instance = instance.name;
  solution.policy = choice.name;
  solution.milliseconds = solved.policy_seconds * 1e3;
  solution.makespan = in_units(solved.makespan);
  solution.lower_bound = in_units(solved.bound);
  solution.proved = solved.proved();
  if (!solution.proved) solution.note = solved.note;
  for (const TaskFinished& task : solved.tasks) {
    solution.schedule.emplace_back(index(task.task.task), index(task.element), in_units(task.start),
                                   in_units(task.finish));
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
                    {"lower_bound", s.lower_bound},
                    {"gap", s.gap()},
                    {"proved", s.proved},
                    {"note", s.note},
                    {"milliseconds", s.milliseconds},
                    {"schedule", s.schedule}});
  }
  fmt::print("{}\n", list.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

void print_csv(const std::vector<Solution>& solutions) {
  fmt::print("instance,policy,makespan,lower_bound,gap,proved,milliseconds,note\n");
  for (const Solution& s : solutions) {
    fmt::print("{}", csv_row(std::vector<std::string>{
                         s.instance, s.policy, csv_number(s.makespan), csv_number(s.lower_bound),
                         csv_number(s.gap()), s.proved ? "true" : "false",
                         csv_number(s.milliseconds), s.note}));
  }
}

void print_table(const std::vector<Solution>& solutions) {
  fmt::print("{:<24} {:<22} {:>14} {:>14} {:>14} {:>12}\n", "instance", "policy", "makespan",
             "lower bound", "gap to bound", "ms");
  for (const Solution& s : solutions) {
    fmt::print("{:<24} {:<22} {:>14.6g} {:>14.6g} {:>14} {:>12.3f}\n",
               shortened(printable(s.instance), 40), s.policy, s.makespan, s.lower_bound,
               s.proved ? "optimal" : fmt::format("{:.1f} %", s.gap() * 100), s.milliseconds);
  }
  for (const Solution& s : solutions) {
    if (s.note.empty()) continue;
    fmt::print("{}, {}: not proved optimal: {}\n", shortened(printable(s.instance), 40), s.policy,
               s.note);
  }
}

void solve_all(const Arguments& arguments) {
  std::vector<Choice<Policy>> policies;
  if (!arguments.time_limit.empty()) {
    const auto option = std::make_shared<const std::string>("--time-limit");
    Duration checked;
    Codec<Duration>::read(Value::scalar(arguments.time_limit, {option, 0, 0}), checked);
  }
  for (const std::string& name : arguments.policies) {
    policies.push_back(choose(name, arguments.time_limit));
    static_cast<void>(policies.back().make());  // Invalid options are refused here.
  }
  std::vector<Solution> solutions;
  for (const StaticInstance& instance : read_static_problems(arguments.file)) {
    Scenario scenario = instance.scenario();
    scenario.seed = arguments.seed;
    const Time bound = cheap_bound(scenario);
    for (const Choice<Policy>& policy : policies) {
      solutions.push_back(solve(instance, scenario, bound, policy));
    }
  }
  if (arguments.format == "json") {
    print_json(solutions);
  } else if (arguments.format == "csv") {
    print_csv(solutions);
  } else {
    print_table(solutions);
  }
}

}  // namespace

void add_solve(CLI::App& app) {
  CLI::App* verb =
      app.add_subcommand("solve", "Schedule static instances or job shops from a file");
  auto arguments = std::make_shared<Arguments>();
  verb->add_option("file", arguments->file,
                   "JSON file with one instance or a list of them, or a file of job shops")
      ->required();
  verb->add_option("--policy", arguments->policies, "Names of policies, separated by commas")
      ->delimiter(',');
  verb->add_option("--time-limit", arguments->time_limit,
                   "Limit on wall-clock time, such as '10 s', for policies that search");
  verb->add_option("--seed", arguments->seed, "Seed for policies that draw random numbers");
  verb->add_option("--format", arguments->format, "Format of standard output: table, csv or json")
      ->check(CLI::IsMember({"table", "csv", "json"}));
  verb->callback([arguments] { solve_all(*arguments); });
}

}  // namespace kairos
