#include "tests/support/builders.hpp"

#include <stdexcept>

#include "policies/duplicator.hpp"
#include "policies/run.hpp"
#include "sim/base/registry.hpp"
#include "sim/metrics/timeline.hpp"

namespace kairos::testing {

ChipBuilder::ChipBuilder() {
  config_.name = "chip";
}

ChipBuilder& ChipBuilder::cluster(const std::string& name, std::uint64_t count,
                                  std::map<std::string, Duration> kernels, Watts busy, Watts idle) {
  ClusterConfig cluster;
  cluster.name = name;
  cluster.kind = "cpu";
  cluster.count = count;
  cluster.kernels = std::move(kernels);
  cluster.power.busy = busy;
  cluster.power.idle = idle;
  cluster.points = {{Hertz(5e8), Volts(1)}, {Hertz(1e9), Volts(1)}};
  config_.clusters.push_back(cluster);
  return *this;
}

ChipBuilder& ChipBuilder::element(const std::string& name,
                                  std::map<std::string, Duration> kernels) {
  return cluster(name, 1, std::move(kernels));
}

ChipBuilder& ChipBuilder::slots(std::uint64_t count) {
  config_.clusters.back().slots = count;
  return *this;
}

ChipBuilder& ChipBuilder::leaks(const Leakage& leakage) {
  config_.clusters.back().power.leakage = leakage;
  return *this;
}

ClusterConfig& ChipBuilder::last() {
  return config_.clusters.back();
}

ChipBuilder& ChipBuilder::thermal(const ThermalConfig& thermal) {
  config_.thermal = thermal;
  return *this;
}

ChipBuilder& ChipBuilder::rail(const RailConfig& rail) {
  config_.rails.push_back(rail);
  return *this;
}

ChipBuilder& ChipBuilder::bandwidth(BytesPerSecond rate) {
  PathConfig path;
  path.from = path.to = {"all"};
  path.bandwidth = rate;
  config_.paths.push_back(path);
  return *this;
}

ChipBuilder& ChipBuilder::shared_link(BytesPerSecond rate, Duration latency, JoulesPerByte energy) {
  LinkConfig link;
  link.energy = energy;
  link.name = "bus";
  link.bandwidth = rate;
  config_.links.push_back(link);
  PathConfig path;
  path.from = path.to = {"all"};
  path.over = {"bus"};
  path.latency = latency;
  config_.paths.push_back(path);
  return *this;
}

Platform ChipBuilder::build() const {
  return config_.build();
}

GraphBuilder::GraphBuilder(const std::string& name) : builder_(name) {}

GraphBuilder& GraphBuilder::task(const std::string& name,
                                 const std::vector<std::pair<std::string, Bytes>>& inputs) {
  return task_of_kernel(name, name, inputs);
}

GraphBuilder& GraphBuilder::task_of_kernel(
    const std::string& name, const std::string& kernel,
    const std::vector<std::pair<std::string, Bytes>>& inputs) {
  const TaskId id = builder_.add({name, kernel, {}, {}});
  for (const auto& [input, bytes] : inputs) builder_.connect(*builder_.find(input), id, bytes);
  return *this;
}

std::shared_ptr<const JobGraph> GraphBuilder::build() const {
  return builder_.build();
}

Scenario scenario(Platform platform, const std::shared_ptr<const JobGraph>& graph,
                  const std::vector<Duration>& arrivals) {
  Scenario s;
  s.platform = std::move(platform);
  s.workload.applications.push_back({graph->name(), graph, std::nullopt});
  Stream stream;
  stream.name = "stream";
  stream.weights.push_back(1);
  stream.arrivals = Choice<ArrivalProcess>("trace");
  Value times = Value::list();
  for (const Duration arrival : arrivals) times.items.push_back(Value::scalar(format(arrival)));
  stream.arrivals->options.set("times", times);
  s.workload.streams.push_back(std::move(stream));
  s.cost = Choice<CostModel>("measured").make();
  s.noise = Choice<NoiseModel>("none").make();
  s.seed = 1;
  return s;
}

Choice<Policy> short_search(const std::string& name) {
  Choice<Policy> choice(name);
  for (const FieldSchema& option : Registry<Policy>::find(name, {}).info.options()) {
    if (option.name == "evaluations") choice.options.set("evaluations", Value::scalar("300"));
    if (option.name == "steps") choice.options.set("steps", Value::scalar("3000"));
  }
  return choice;
}

bool may_copy(const Choice<Policy>& choice) {
  const auto policy = choice.make();
  return policy->duplicator() != nullptr;
}

RunResult run_with(const Scenario& scenario, const Choice<Policy>& choice, Probe* probe) {
  Simulator simulator(scenario, make_event_backend(scenario.platform));
  Timeline timeline;
  simulator.attach(timeline);
  if (probe != nullptr) simulator.attach(*probe);
  const auto policy = choice.make();
  run(simulator, *policy);
  RunResult result{timeline.tasks(), simulator.view().now(), {}, {}};
  for (const ElementId e : ids<ElementId>(scenario.platform.elements.size())) {
    result.element_energy.push_back(simulator.energy().of_element(e));
  }
  result.integral = simulator.energy().integral();
  return result;
}

RunResult run_with(const Scenario& scenario, const std::string& policy_name, Probe* probe) {
  return run_with(scenario, Choice<Policy>(policy_name), probe);
}

const TaskFinished& find_task(const RunResult& result, std::uint32_t task, std::uint32_t job) {
  for (const TaskFinished& t : result.tasks) {
    if (index(t.task.task) == task && index(t.task.job) == job) return t;
  }
  throw std::logic_error("no such task");
}

}  // namespace kairos::testing
