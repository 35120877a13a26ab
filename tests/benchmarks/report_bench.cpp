#include "tests/benchmarks/report_bench.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace kairos {
namespace {

namespace fs = std::filesystem;

/// An experiment with 16 clusters of 64 elements, 40,000 tasks and two policies.
std::string large_chip(bool with_pictures) {
  std::string clusters;
  for (int i = 0; i < 16; ++i) {
    clusters += fmt::format(
        "  - {{name: c{0}, kind: cpu, count: 64, kernels: {{a: {1} us, b: {2} us}}, power: {{busy: "
        "1 W, idle: 0.2 W}},\n     points: [{{frequency: 500 MHz, voltage: 0.8 V}}, {{frequency: "
        "1 GHz, voltage: 1 V}}]}}\n",
        i, 20 + i, 50 - i);
  }
  return fmt::format(
      "name: large\nplatform:\n  name: large\n  paths: [{{from: all, to: all, bandwidth: 10 "
      "GB/s}}]\n  clusters:\n{}"
      "workload:\n  name: pairs\n  applications:\n  - name: pair\n    tasks: [{{name: a}}, {{name: "
      "b, "
      "after: {{a: 1 kB}}}}]\n"
      "  streams: [{{arrivals: {{name: poisson, rate: 10 /us}}, jobs: 20000}}]\n"
      "policies: [first_come, round_robin]\n"
      "report: {{gantt: {}}}\n",
      clusters, with_pictures);
}

struct Cost {
  double peak_mb = 0, seconds = 0;
};

Cost run(const std::string& text) {
  const fs::path folder =
      fs::temp_directory_path() / ("kairos_report_bench_" + std::to_string(getpid()));
  fs::create_directories(folder);
  const fs::path file = folder / "experiment.yaml";
  std::ofstream(file) << text;
  const std::string out = (folder / "out").string();
  const pid_t child = fork();
  if (child == 0) {
    if (std::freopen("/dev/null", "w", stdout) == nullptr) _exit(127);
    if (std::freopen("/dev/null", "w", stderr) == nullptr) _exit(127);
    execl(KAIROS_BINARY, "kairos", "run", file.c_str(), "--out", out.c_str(), nullptr);
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  fs::remove_all(folder);
  if (status != 0) throw std::logic_error("an experiment of the benchmarks failed");
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return {static_cast<double>(usage.ru_maxrss) * 1024 / 1e6,
          seconds(usage.ru_utime) + seconds(usage.ru_stime)};
}

}  // namespace

ReportCost report_cost_of_1024_elements() {
  Cost with{0, 1e9};
  double without = 1e9;
  for (int i = 0; i < 5; ++i) {
    const Cost cost = run(large_chip(true));
    with = {std::max(with.peak_mb, cost.peak_mb), std::min(with.seconds, cost.seconds)};
    without = std::min(without, run(large_chip(false)).seconds);
  }
  return {with.peak_mb, 100 * (1 - without / with.seconds)};
}

double peak_mb_of_20000_runs() {
  return run("{name: short, platform: ds3_soc, policies: [earliest_finish], seeds: 20000, report: "
             "{gantt: false}, workload: {use: ds3, streams: [{arrivals: {name: poisson, rate: 2 "
             "/ms}, jobs: 2}]}}\n")
      .peak_mb;
}

}  // namespace kairos
