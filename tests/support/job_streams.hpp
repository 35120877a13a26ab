// Runs small experiments whose workload consists of some streams.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/experiment/run.hpp"

namespace kairos::testing {

/// Notes when jobs of each stream end, in milliseconds; negative if they are dropped.
class Ends final : public Probe {
 public:
  explicit Ends(const Workload& workload) : workload_(workload) {}

  [[nodiscard]] EventSet wants() const override { return EventSet::of<JobFinished, JobDropped>(); }
  void observe(Time now, Event event) override {
    if (const auto* finished = event.as<JobFinished>()) {
      of[name(finished->job)].push_back(milliseconds(now));
    } else if (const auto* dropped = event.as<JobDropped>()) {
      of[name(dropped->job)].push_back(-milliseconds(now));
    }
  }

  std::map<std::string, std::vector<double>> of;

 private:
  [[nodiscard]] const std::string& name(const Job& job) const {
    return workload_.streams[job.stream].name;
  }
  /// Rounded to whole nanoseconds.
  static double milliseconds(Time time) {
    const std::int64_t nanoseconds = time.picoseconds() / 1000;
    return static_cast<double>(nanoseconds) * 1e-6;
  }

  const Workload& workload_;
};

/// One element that needs 4 ms for `short` and 12 ms for `long`.
inline std::string experiment(const std::string& streams,
                              const std::string& policy = "first_come") {
  return fmt::format(R"(name: streams
platform: {{name: one, clusters: [{{name: cpu, kind: cpu, kernels: {{short: 4 ms, long: 12 ms}}}}]}}
workload:
  name: w
  applications:
    - {{name: short, tasks: [{{name: short}}]}}
    - {{name: long, tasks: [{{name: long}}]}}
  streams:
{}policies: [{}]
)",
                     streams, policy);
}

inline Sweep sweep_of(const std::string& text) {
  return expand(experiment_from_text(text, "streams.yaml"));
}

inline std::map<std::string, std::vector<double>> ends(const std::string& streams,
                                                       const std::string& policy = "first_come") {
  const Sweep sweep = sweep_of(experiment(streams, policy));
  Ends probe(sweep.runs.front().scenario()->workload);
  const std::array<Probe*, 1> watchers{&probe};
  run(sweep.runs.front(), watchers);
  return probe.of;
}

}  // namespace kairos::testing
