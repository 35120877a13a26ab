#include "experiments/experiment/prepared_scenario.hpp"

#include <algorithm>

#include "experiments/experiment/run_hashes.hpp"
#include "experiments/files/json_text.hpp"
#include "experiments/scenarios/domain.hpp"
#include "sim/base/files_read.hpp"
#include "sim/cost/cost_table.hpp"

namespace kairos {
namespace {

/// Limits the memory for execution times, of which there is one per task and element.
void refuse_too_many_times(const Scenario& scenario, const SourceLocation& where) {
  constexpr std::size_t most = 20'000'000;
  std::size_t tasks = 0;
  for (const Application& application : scenario.workload.applications) {
    tasks += application.graph->size();
  }
  if (tasks * scenario.platform.elements.size() <= most) return;
  throw InputError(where, std::to_string(tasks) + " tasks on " +
                              std::to_string(scenario.platform.elements.size()) +
                              " elements have more than " + std::to_string(most) +
                              " execution times; use fewer tasks or elements");
}

bool has_times(const Workload& workload) {
  return std::ranges::any_of(workload.applications, [](const Application& application) {
    return std::ranges::any_of(application.graph->tasks(),
                               [](const Task& task) { return !task.times.empty(); });
  });
}

/// Refuses clusters that have no speed, unless tasks or a table have times for them.
void refuse_clusters_without_speed(const ExperimentConfig& config, const Workload& workload) {
  if (has_times(workload) || config.cost.name == "table") return;
  for (const ClusterConfig& cluster : config.platform.clusters) {
    if (!cluster.kernels.empty() || cluster.kernel_times || !cluster.throughput.empty() ||
        cluster.compute.is_on()) {
      continue;
    }
    throw InputError(cluster.place, "cluster '" + cluster.name +
                                        "' cannot run any task; add 'kernels', 'throughput' or "
                                        "'compute', give tasks 'times', or leave the cluster out");
  }
}

/// Refuses policies whose options name streams or applications that the workload does not have.
void refuse_unknown_names(const ExperimentConfig& config, const Workload& workload) {
  for (const PolicyConfig& policy : config.policies) {
    const Choice<Policy>& choice = policy.policy;
    if (!Registry<Policy>::find(choice.name, choice.place).traits.names_jobs) continue;
    const std::unique_ptr<Policy> made = choice.make();
    if (made->names_jobs() != nullptr) made->names_jobs()->refuse_unknown_names(workload);
  }
}

/// Replaces the loads of arrival processes by rates. The mix of a load is that of its own stream.
void set_rates(Scenario& scenario) {
  for (const StreamId s : ids<StreamId>(scenario.workload.streams.size())) {
    auto& arrivals = scenario.workload.streams[s].arrivals;
    const Value* written = arrivals ? arrivals->options.find("load") : nullptr;
    if (written == nullptr) continue;
    double load = 0;
    Codec<double>::read(*written, load);
    Scenario alone = scenario;
    alone.noise = Choice<NoiseModel>("none").make();
    alone.faults = {};
    alone.incidents.clear();
    Stream only;
    only.weights = scenario.workload.streams[s].weights;
    alone.workload.streams = {std::move(only)};
    const Hertz rate = capacity(std::move(alone)) * load / arrivals->make()->jobs_at_once();
    arrivals->options.erase("load");
    arrivals->options.set("rate", Codec<Hertz>::write(rate));
  }
}

std::shared_ptr<const Scenario> build_scenario(const ExperimentConfig& config) {
  auto scenario = std::make_shared<Scenario>();
  scenario->platform = config.platform.build();
  scenario->workload = config.workload.build();
  refuse_too_many_times(*scenario, config.workload.place);
  scenario->cost = config.cost.make();
  if (config.belief) {
    std::shared_ptr<CostModel> belief = config.belief->cost.make();
    belief->know_truth(scenario->cost);
    scenario->belief = std::move(belief);
  }
  scenario->foresees_contention = config.estimates && config.estimates->contention;
  scenario->noise = config.noise.make();
  scenario->incidents = config.build_incidents(scenario->platform);
  scenario->governors = config.governors.build(scenario->platform);
  scenario->faults = config.faults.build(scenario->platform);
  scenario->max_backlog = config.max_backlog;
  static_cast<void>(config.decision_time.build(scenario->platform));  // Refuses unknown hosts.
  for (const PolicyConfig& policy : config.policies) {
    if (policy.decision_time) static_cast<void>(policy.decision_time->build(scenario->platform));
  }
  refuse_clusters_without_speed(config, scenario->workload);
  try {
    const CostTable every_task_can_run(scenario->platform, scenario->workload, *scenario->cost);
  } catch (const InputError& error) {
    throw InputError(config.workload.place, error.what());
  }
  refuse_unknown_names(config, scenario->workload);
  set_rates(*scenario);
  if (config.report.warm_up) scenario->warm_up = config.report.warm_up->build(scenario->workload);
  return scenario;
}

/// The part of an experiment that decides the outcome of a run, besides the policy and the seed.
Value physics_of(const ExperimentConfig& config) {
  Value written = Codec<ExperimentConfig>::write(config);
  for (const char* key :
       {"policies", "sweep", "seeds", "baseline", "report", "description", "expect", "slow"}) {
    written.erase(key);
  }
  return written;
}

/// Builds the scenario at once, and appends the hash of the files that it reads to `physics`.
PreparedScenario prepare(const ExperimentConfig& config, std::string& physics) {
  PreparedScenario prepared;
  const FilesRead files;
  try {
    const auto scenario = build_scenario(config);
    for (const Stream& stream : scenario->workload.streams) {
      if (!stream.arrivals) continue;
      static_cast<void>(stream.arrivals->make());  // Reads the file of a trace, if any.
    }
    prepared.scenario = std::make_shared<SharedScenario>(scenario);
  } catch (const InputError& error) {
    prepared.problem = with_document(error.what(), config.place);
  }
  physics += digest_of(files);
  return prepared;
}

}  // namespace

PreparedPoint prepare_point(const std::shared_ptr<const ExperimentConfig>& config) {
  PreparedPoint point;
  point.physics = to_json_text(physics_of(*config)) + text_for_hash(config->report.formulas) +
                  text_for_hash(config->report.warm_up);
  if (!config->draw) {
    point.scenarios.push_back(prepare(*config, point.physics));
    return point;
  }
  const std::vector<std::uint64_t>& seeds = config->seeds.values;
  point.scenarios.reserve(seeds.size());
  point.scenarios.push_back(prepare(config->drawn(seeds.front()), point.physics));
  // The scenarios of the other seeds are built when a run needs them.
  const auto recent = std::make_shared<RecentScenarios>();
  for (std::size_t i = 1; i < seeds.size(); ++i) {
    const auto build = [config, seed = seeds[i]] { return build_scenario(config->drawn(seed)); };
    point.scenarios.push_back({std::make_shared<SharedScenario>(build, recent), {}});
  }
  return point;
}

}  // namespace kairos
