#include "experiments/prepared_scenario.hpp"

#include "experiments/document/yaml.hpp"
#include "experiments/run_hashes.hpp"
#include "sim/base/files_read.hpp"
#include "sim/cost/cost_table.hpp"

namespace kairos {
namespace {

/// Limits the memory for execution times: there is one per task and element.
void refuse_too_many_times(const Scenario& scenario, const Place& where) {
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

std::shared_ptr<const Scenario> build_scenario(const ExperimentSpec& spec) {
  auto scenario = std::make_shared<Scenario>();
  scenario->platform = spec.platform.build();
  scenario->workload = spec.workload.build();
  refuse_too_many_times(*scenario, spec.workload.place);
  scenario->cost = spec.cost.make();
  scenario->noise = spec.noise.make();
  scenario->incidents = spec.build_incidents(scenario->platform);
  scenario->governors = spec.governors.build(scenario->platform);
  scenario->faults = spec.faults.build(scenario->platform);
  scenario->max_backlog = spec.max_backlog;
  static_cast<void>(spec.decision_time.build(scenario->platform));  // Refuses unknown hosts.
  try {
    const CostTable every_task_can_run(scenario->platform, scenario->workload, *scenario->cost);
  } catch (const InputError& error) {
    throw InputError(spec.workload.place, error.what());
  }
  return scenario;
}

/// The part of an experiment that, besides policy and seed, decides the outcome of a run.
Value physics_of(const ExperimentSpec& spec) {
  Value written = Codec<ExperimentSpec>::write(spec);
  for (const char* key : {"policies", "sweep", "seeds", "baseline", "report", "description"}) {
    written.erase(key);
  }
  return written;
}

PreparedScenario prepare(const ExperimentSpec& spec) {
  PreparedScenario prepared;
  prepared.physics = to_json_text(physics_of(spec));
  const FilesRead files;
  try {
    prepared.scenario = build_scenario(spec);
    for (const Stream& stream : prepared.scenario->workload.streams) {
      static_cast<void>(stream.arrivals.make());  // This reads the process's file, if any.
    }
  } catch (const InputError& error) {
    prepared.scenario.reset();
    prepared.problem = error.what();
  }
  prepared.physics += digest_of(files);
  return prepared;
}

}  // namespace

std::vector<PreparedScenario> prepare_point(const ExperimentSpec& spec) {
  std::vector<PreparedScenario> prepared;
  if (!spec.draw) {
    prepared.push_back(prepare(spec));
    return prepared;
  }
  const std::string how = to_json_text(Codec<DrawSpec>::write(*spec.draw));
  prepared.reserve(spec.seeds.values.size());
  for (const std::uint64_t seed : spec.seeds.values) {
    prepared.push_back(prepare(spec.drawn(seed)));
    prepared.back().physics += how;
  }
  return prepared;
}

}  // namespace kairos
