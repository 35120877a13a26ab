// Runs the benchmarks, each of which prints a line `name value unit`. Ratios are taken within one
// run. Times are the best of several repetitions, because other programs can only make them longer.
//
//   kairos_bench [NAME]      runs the benchmarks whose name contains NAME
#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "experiments/experiment/run.hpp"
#include "experiments/static/static_instance.hpp"
#include "policies/run.hpp"
#include "sim/base/random.hpp"
#include "tests/benchmarks/bare_loop.hpp"
#include "tests/benchmarks/learned_bench.hpp"
#include "tests/benchmarks/network_bench.hpp"
#include "tests/benchmarks/report_bench.hpp"
#include "tests/benchmarks/scaling_bench.hpp"
#include "tests/benchmarks/search_bench.hpp"
#include "tests/benchmarks/serving_bench.hpp"
#include "tests/benchmarks/stopwatch.hpp"
#include "tests/benchmarks/thermal_bench.hpp"

namespace kairos {
namespace {

void print(const std::string& name, double value, const std::string& unit) {
  fmt::print("{} {:.6g} {}\n", name, value, unit);
  std::fflush(stdout);
}

/// A stream of DS3's WiFi mix on DS3's chip under EFT, with energy.
RunConfig wifi_stream(std::uint64_t jobs, const std::string& rate,
                      const std::string& platform = "ds3_soc",
                      const std::string& governors = "{}") {
  const std::string text = fmt::format(
      "{{name: wifi, platform: {}, governors: {}, policies: [earliest_finish], "
      "workload: {{use: ds3, streams: "
      "[{{mix: {{wifi_tx: 1, wifi_rx: 1}}, arrivals: {{name: poisson, rate: {}}}, jobs: {}}}]}}}}",
      platform, governors, rate, jobs);
  return expand(experiment_from_text(text, "wifi")).runs.front();
}

double metric(const Outcome& outcome, const std::string& name) {
  const auto found = std::ranges::find_if(
      outcome.metrics, [&](const Metric& m) { return m.name == name && m.subject.empty(); });
  return found->value;
}

constexpr int repetitions = 7;

void print_rate(const std::string& name, const RunConfig& config) {
  double best = 1e9;
  double tasks = 0;
  for (int i = 0; i < repetitions; ++i) {
    const Outcome outcome = run(config);
    tasks = metric(outcome, "tasks");
    best = std::min(best, outcome.wall_seconds);
  }
  print(name, tasks / best, "tasks/s");
}

void stream_eft() {
  print_rate("stream_eft_tasks_per_second", wifi_stream(30'000, "3 /ms"));
}

/// Measures a chip with temperatures, leakage and two kinds of governors; changes of power are
/// merged over 100 us.
void stream_thermal() {
  print_rate("stream_thermal_tasks_per_second",
             wifi_stream(30'000, "3 /ms", "ds3_soc_thermal",
                         "{frequency: schedutil, thermal: step_wise}"));
}

/// Measures DS3's chip cut into 232 cells of at most 0.7 mm (940 nodes), with 3,000 jobs and
/// governors.
void thermal_cells() {
  const RunConfig config =
      wifi_stream(3'000, "3 /ms", "{use: ds3_soc_thermal, thermal: {max_cell: 0.7 mm}}",
                  "{frequency: schedutil, thermal: step_wise}");
  double best = 1e9;
  for (int i = 0; i < 3; ++i) best = std::min(best, seconds_of([&] { run(config); }));
  print("thermal_cells_07mm_s", best, "s");
}

void stream_eft_vs_bare_loop() {
  RunConfig config = wifi_stream(30'000, "3 /ms");
  config.keep_tasks = true;
  const std::vector<TaskFinished> tasks = run(config).tasks;
  config.keep_tasks = false;
  std::vector<double> ratios;
  ratios.reserve(repetitions);
  for (int i = 0; i < repetitions; ++i) {
    const double simulated = run(config).wall_seconds;
    ratios.push_back(simulated / bare_loop_seconds(tasks));
  }
  std::ranges::sort(ratios);
  print("stream_eft_vs_bare_loop", ratios[ratios.size() / 2], "x");
}

/// Shows that an idle chip costs nothing: the time per task with gaps that are a thousand times as
/// long, divided by the time per task without.
void idle_gap() {
  const RunConfig close = wifi_stream(10'000, "1 /ms");
  const RunConfig far = wifi_stream(10'000, "1 /s");
  std::vector<double> ratios;
  ratios.reserve(repetitions);
  for (int i = 0; i < repetitions; ++i)
    ratios.push_back(run(far).wall_seconds / run(close).wall_seconds);
  std::ranges::sort(ratios);
  print("idle_gap_ratio", ratios[ratios.size() / 2], "x");
}

constexpr const char* million_jobs_flag = "--million-jobs";

/// Runs in a process of its own, because the system reports the peak memory of a process.
void stream_million_jobs() {
  const pid_t child = fork();
  if (child == 0) {
    execl("/proc/self/exe", "kairos_bench", million_jobs_flag, nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (status != 0) throw std::logic_error("the run of a million jobs failed");
  print("stream_million_jobs_peak_mb", static_cast<double>(usage.ru_maxrss) * 1024 / 1e6, "MB");
}

/// A layered random graph with unrelated costs.
StaticInstance random_instance(std::size_t tasks, std::size_t elements) {
  Random random = Random::stream(1, "benchmark");
  StaticInstance instance{{"random", tasks, elements, {}, {}, {}}};
  for (std::size_t i = 0; i < tasks; ++i) {
    std::vector<double> row;
    for (std::size_t j = 0; j < elements; ++j) row.push_back(std::floor(random.uniform(5, 50)));
    instance.cost.push_back(row);
    const std::size_t inputs = i == 0 ? 0 : 1 + random.index(std::min<std::size_t>(3, i));
    std::map<std::size_t, double> from;
    for (std::size_t k = 0; k < inputs; ++k) {
      from[i - 1 - random.index(std::min<std::size_t>(i, 40))] = std::floor(random.uniform(0, 40));
    }
    for (const auto& [task, volume] : from) instance.edges.emplace_back(task, i, volume);
  }
  instance.bandwidth.assign(elements, std::vector<double>(elements, 1));
  return instance;
}

void heft(const std::string& name, std::size_t tasks, std::size_t elements, int times, double unit,
          const std::string& unit_name) {
  const Scenario scenario = random_instance(tasks, elements).scenario();
  double best = 1e9;
  for (int i = 0; i < times; ++i) {
    Simulator simulator(scenario, make_event_backend(scenario.platform));
    const auto policy = Choice<Policy>("heft").make();
    policy->begin(simulator.view());
    simulator.advance();
    // The first call plans the whole job; later calls only follow the plan.
    best = std::min(best, seconds_of([&] { policy->decide(simulator.view()); }));
  }
  print(name, best * unit, unit_name);
}

void thermal_event(bool reads_all) {
  print(reads_all ? "thermal_event_44_nodes_all_temperatures_us" : "thermal_event_44_nodes_us",
        thermal_event_seconds(reads_all) * 1e6, "us");
}

void plan_evaluations() {
  print("plan_evaluations_50x8_per_second", plan_evaluations_per_second(), "plans/s");
}

void annealing() {
  const AnnealingQuality quality = annealing_quality();
  print("annealing_1s_over_optimum", quality.percent_over_optimum, "%");
  print("annealing_1s_under_heft", quality.percent_under_heft, "%");
  print("annealing_1s_optima_proved", 100 * quality.proved_share, "%");
}

void startup() {
  double best = 1e9;
  for (int i = 0; i < 20; ++i) {
    best = std::min(best, seconds_of([] {
                      const pid_t child = fork();
                      if (child == 0) {
                        if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(127);
                        execl(KAIROS_BINARY, "kairos", "--version", nullptr);
                        _exit(127);
                      }
                      int status = 0;
                      waitpid(child, &status, 0);
                      if (status != 0) throw std::logic_error("kairos --version failed");
                    }));
  }
  print("startup_ms", best * 1e3, "ms");
}

void report_of_1024_elements() {
  const ReportCost cost = report_cost_of_1024_elements();
  print("elements_1024_peak_mb", cost.peak_mb, "MB");
  print("elements_1024_pictures_percent", cost.pictures_percent, "%");
}

using Benchmarks = std::vector<std::pair<std::string, std::function<void()>>>;

void add_scaling(Benchmarks& all) {
  for (const Overload& overload : overloads()) {
    for (const std::string& policy : backlog_policies()) {
      const std::string name = "backlog_growth_" + overload.name + policy;
      all.emplace_back(name, [=] { print(name, backlog_growth(overload, policy), "x"); });
    }
  }
  for (const std::string& policy : graph_policies()) {
    const std::string name = "graph_100000_" + policy + "_s";
    all.emplace_back(name, [=] {
      print(name, graph_seconds(random_instance(100'000, 16).scenario(), policy), "s");
    });
  }
}

int bench(const std::string& wanted) {
  Benchmarks all = {
      {"stream_eft_tasks_per_second", stream_eft},
      {"stream_thermal_tasks_per_second", stream_thermal},
      {"thermal_cells_07mm_s", thermal_cells},
      {"stream_eft_vs_bare_loop", stream_eft_vs_bare_loop},
      {"idle_gap_ratio", idle_gap},
      {"stream_million_jobs_peak_mb", stream_million_jobs},
      {"heft_1000x16_ms", [] { heft("heft_1000x16_ms", 1000, 16, 20, 1e3, "ms"); }},
      {"heft_100000x16_s", [] { heft("heft_100000x16_s", 100'000, 16, 2, 1, "s"); }},
      {"thermal_event_44_nodes_us", [] { thermal_event(false); }},
      {"thermal_event_44_nodes_all_temperatures_us", [] { thermal_event(true); }},
      {"plan_evaluations_50x8_per_second", plan_evaluations},
      {"annealing_1s", annealing},
      {"learned_decision_50_nodes_us",
       [] { print("learned_decision_50_nodes_us", learned_decision_seconds() * 1e6, "us"); }},
      {"elements_1024_peak_mb", report_of_1024_elements},
      {"startup_ms", startup},
      {"onnx_resnet50_ms",
       [] {
         if (const auto time = onnx_resnet50_ms()) print("onnx_resnet50_ms", *time, "ms");
       }},
      {"lower_llama2_7b_prefill_ms",
       [] { print("lower_llama2_7b_prefill_ms", lower_llama2_7b_prefill_ms(), "ms"); }},
      {"lower_llama2_7b_tiles_s",
       [] { print("lower_llama2_7b_tiles_s", lower_llama2_7b_tiles_s(), "s"); }},
      {"serving_1000_sessions_s",
       [] { print("serving_1000_sessions_s", serving_1000_sessions_s(), "s"); }},
      {"runs_20000_peak_mb", [] { print("runs_20000_peak_mb", peak_mb_of_20000_runs(), "MB"); }},
  };
  add_scaling(all);
  bool found = false;
  for (const auto& [name, work] : all) {
    if (name.find(wanted) == std::string::npos) continue;
    work();
    found = true;
  }
  if (found) return 0;
  fmt::print(stderr, "error: no benchmark is called '{}'; there are:\n", wanted);
  for (const auto& [name, work] : all) fmt::print(stderr, "  {}\n", name);
  return 2;
}

}  // namespace
}  // namespace kairos

int main(int argc, char** argv) {
  const std::string argument = argc > 1 ? argv[1] : "";
  if (argument == kairos::million_jobs_flag) {
    kairos::run(kairos::wifi_stream(1'000'000, "3 /ms"));
    return 0;
  }
  return kairos::bench(argument);
}
