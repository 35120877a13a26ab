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

std::shared_ptr<const Scenario> overload(std::uint64_t jobs) {
  const std::string text = fmt::format(
      "{{name: overload, policies: [first_come], platform: {{name: chip, clusters: [{{name: cpu, "
      "kind: cpu, kernels: {{k: 1 ms}}}}]}}, workload: {{name: w, applications: [{{name: job, "
      "tasks: [{{name: k}}]}}], streams: [{{arrivals: {{name: periodic, rate: 2000 /s}}, jobs: "
      "{}}}]}}}}",
      jobs);
  return expand(experiment_from_text(text, "overload")).runs.front().scenario();
}

}  // namespace

std::vector<std::string> backlog_policies() {
  return {"first_come",   "earliest_finish", "heft",    "srpt_eft",       "edf",
          "least_laxity", "heft_rt",         "learned", "rolling_horizon"};
}

double backlog_growth(const std::string& policy) {
  constexpr std::uint64_t few = 10'000;
  constexpr std::uint64_t many = 80'000;
  const auto small = overload(few);
  const auto large = overload(many);
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
