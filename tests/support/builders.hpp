// Builds small chips, graphs and scenarios in a few lines, for tests.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platforms/platform_config.hpp"
#include "policies/policy.hpp"
#include "sim/events/event.hpp"
#include "sim/events/probe.hpp"
#include "sim/state/scenario.hpp"

namespace kairos::testing {

using namespace kairos::literals;  // NOLINT: tests say 5_us

/// Builds a platform. Example:
///
///   chip().element("cpu", {{"a", 4_us}}).bandwidth(BytesPerSecond(1e9)).build()
class ChipBuilder {
 public:
  ChipBuilder();
  ChipBuilder& cluster(const std::string& name, std::uint64_t count,
                       std::map<std::string, Duration> kernels, Watts busy = Watts(1),
                       Watts idle = Watts(0));
  ChipBuilder& element(const std::string& name, std::map<std::string, Duration> kernels);
  ChipBuilder& slots(std::uint64_t count);
  ChipBuilder& leaks(const Leakage& leakage);
  /// The cluster that was added last.
  ClusterConfig& last();
  ChipBuilder& thermal(const ThermalConfig& thermal);
  ChipBuilder& rail(const RailConfig& rail);
  /// Adds dedicated paths between all elements.
  ChipBuilder& bandwidth(BytesPerSecond rate);
  /// Adds one link that all transfers share.
  ChipBuilder& shared_link(BytesPerSecond rate, Duration latency = {}, JoulesPerByte energy = {});
  [[nodiscard]] Platform build() const;

 private:
  PlatformConfig config_;
};

inline ChipBuilder chip() {
  return {};
}

/// Builds a graph, whose kernels have the names of its tasks. Example:
///
///   graph("job").task("a").task("b", {{"a", Bytes(10)}})
class GraphBuilder {
 public:
  explicit GraphBuilder(const std::string& name);
  GraphBuilder& task(const std::string& name,
                     const std::vector<std::pair<std::string, Bytes>>& inputs = {});
  GraphBuilder& task_of_kernel(const std::string& name, const std::string& kernel,
                               const std::vector<std::pair<std::string, Bytes>>& inputs = {});
  [[nodiscard]] std::shared_ptr<const JobGraph> build() const;

 private:
  JobGraph::Builder builder_;
};

inline GraphBuilder graph(const std::string& name) {
  return GraphBuilder(name);
}

/// A scenario with a job of one graph at each of these instants.
Scenario scenario(Platform platform, const std::shared_ptr<const JobGraph>& graph,
                  const std::vector<Duration>& arrivals = {Duration{}});

/// A policy by name. A search gets a small budget; its contract does not depend on the budget.
Choice<Policy> short_search(const std::string& name);

/// True if the policy may run a task several times. Optima and bounds for schedules without copies
/// do not apply to it.
bool may_copy(const Choice<Policy>& choice);

struct RunResult {
  std::vector<TaskFinished> tasks;
  Time end;
  std::vector<Joules> element_energy;
  Joules integral;
};

/// Runs a scenario to its end on the event backend.
RunResult run_with(const Scenario& scenario, const Choice<Policy>& choice, Probe* probe = nullptr);
RunResult run_with(const Scenario& scenario, const std::string& policy_name,
                   Probe* probe = nullptr);

const TaskFinished& find_task(const RunResult& result, std::uint32_t task, std::uint32_t job = 0);

}  // namespace kairos::testing
