#include "tests/benchmarks/scaling_bench.hpp"

#include <algorithm>
#include <ctime>

#include <fmt/format.h>

#include "experiments/experiment/sweep.hpp"
#include "policies/run.hpp"
#include "sim/base/registry.hpp"

namespace kairos {
namespace {

/// Processor time, which other programs on the machine do not lengthen as they do wall time.
double seconds_of_run(const Scenario& scenario, const std::string& policy_name) {
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  const auto policy = Choice<Policy>(policy_name).make();
  const std::clock_t begin = std::clock();
  run(simulator, *policy);
  return static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
}

/// One element that is offered twice the work that it can do.
std::shared_ptr<const Scenario> scenario_of(const Overload& overload, std::uint64_t tasks) {
  const std::string graph = overload.graphs
                                ? "{name: a, kernel: k}, {name: b, kernel: k, after: {a: 1 kB}}, "
                                  "{name: c, kernel: k, after: {a: 1 kB}}, "
                                  "{name: d, kernel: k, after: {b: 1 kB, c: 1 kB}}"
                                : "{name: k}";
  const std::uint64_t tasks_per_job = overload.graphs ? 4 : 1;
  const std::string text = fmt::format(
      "{{name: overload, policies: [first_come], noise: {}, platform: {{name: chip, clusters: "
      "[{{name: cpu, kind: cpu, slots: {}, kernels: {{k: {} ms}}}}]}}, workload: {{name: w, "
      "applications: [{{name: job, tasks: [{}]}}], streams: [{{arrivals: {{name: periodic, rate: "
      "{} /s}}, jobs: {}}}]}}}}",
      overload.noise ? "{name: lognormal, sigma: 0.3}" : "none", overload.slots, overload.slots,
      graph, 2000 / tasks_per_job, tasks / tasks_per_job);
  return expand(experiment_from_text(text, "overload")).runs.front().scenario();
}

}  // namespace

std::vector<std::string> backlog_policies() {
  return {"first_come",   "earliest_finish", "heft",    "srpt_eft",       "edf",
          "least_laxity", "heft_rt",         "learned", "rolling_horizon"};
}

std::vector<Overload> overloads() {
  return {{}, {"noise_", true}, {"slots_", true, 4}, {"graphs_", false, 1, true}};
}

double backlog_growth(const Overload& overload, const std::string& policy) {
  constexpr std::uint64_t few = 10'000;
  constexpr std::uint64_t many = 80'000;
  const auto small = scenario_of(overload, few);
  const auto large = scenario_of(overload, many);
  double seconds_of_few = 1e9;
  double seconds_of_many = 1e9;
  for (int i = 0; i < 5; ++i) {
    seconds_of_few = std::min(seconds_of_few, seconds_of_run(*small, policy));
    seconds_of_many = std::min(seconds_of_many, seconds_of_run(*large, policy));
  }
  return seconds_of_many / seconds_of_few * static_cast<double>(few) / static_cast<double>(many);
}

std::vector<std::string> graph_policies() {
  return {"dls", "bil", "srpt_eft", "learned", "fcp", "linear_clustering"};
}

double graph_seconds(const Scenario& scenario, const std::string& policy) {
  return seconds_of_run(scenario, policy);
}

}  // namespace kairos
