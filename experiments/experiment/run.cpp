#include "experiments/experiment/run.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "experiments/formulas/formula_values.hpp"
#include "experiments/formulas/job_formulas.hpp"
#include "experiments/processes/interruption.hpp"
#include "experiments/recordings/pass_times.hpp"
#include "experiments/recordings/picture_recorder.hpp"
#include "policies/run.hpp"
#include "sim/metrics/fingerprint.hpp"
#include "sim/metrics/metric_probes.hpp"
#include "sim/metrics/timeline.hpp"

namespace kairos {
namespace {

/// Allows a signal to end a long run. If jobs are small, it suffices to look when they arrive and
/// finish; if some are large, it looks at every task.
class InterruptionProbe final : public Probe {
 public:
  explicit InterruptionProbe(const Workload& workload)
      : has_large_jobs_(std::ranges::any_of(workload.applications, [](const Application& a) {
          return a.graph->size() > largest_small_job;
        })) {}

  [[nodiscard]] EventSet wants() const override {
    if (has_large_jobs_) {
      return EventSet::of<JobArrived, TaskFinished, TaskLost, TaskErred, ElementReturned>();
    }
    return EventSet::of<JobArrived, JobFinished, TaskLost, TaskErred, ElementReturned>();
  }
  void observe(Time /*now*/, Event /*any*/) override { stop_if_interrupted(); }

 private:
  static constexpr std::size_t largest_small_job = 64;  // in tasks
  bool has_large_jobs_;
};

/// The experiment's file, for an error that has no place of its own.
SourceLocation place_of(const RunConfig& config, const InputError& error) {
  if (error.place().file) return {};
  return {config.experiment->place.file, 0, 0};
}

}  // namespace

std::string run_name(const RunConfig& config) {
  std::string name = fmt::format("policy '{}', seed {}", config.key.policy, config.key.seed);
  for (const auto& [key, value] : config.key.point) name += fmt::format(", {} = {}", key, value);
  return name;
}

Outcome run_unnamed(const RunConfig& config, std::span<Probe* const> watchers) {
  const auto began = std::chrono::steady_clock::now();
  Scenario scenario = *config.scenario();
  scenario.seed = config.key.seed;
  DecisionTime decision_time = config.decision_time.build(scenario.platform);
  decision_time.replayed = config.pass_times;
  Simulator simulator(scenario,
                      config.experiment->backend == "simgrid"
                          ? make_simgrid_backend(scenario.platform)
                          : make_event_backend(scenario.platform),
                      decision_time);
  const std::vector<Formula> formulas = parse_formulas(config.experiment->report.formulas);
  JobFormulas job_formulas(formulas, scenario.workload);
  MetricProbes probes(scenario);
  if (job_formulas.has_any()) probes.add(job_formulas);
  for (Probe* probe : probes.to_attach()) simulator.attach(*probe);
  Fingerprint fingerprint;
  simulator.attach(fingerprint);
  Timeline timeline;
  if (config.keep_tasks) simulator.attach(timeline);
  std::optional<PictureRecorder> recorder;
  if (config.pictures.any()) simulator.attach(recorder.emplace(scenario, config.pictures));
  for (Probe* watcher : watchers) simulator.attach(*watcher);
  InterruptionProbe interruptions(scenario.workload);
  simulator.attach(interruptions);

  const auto policy = config.policy.make();
  const DecisionCount count = kairos::run(simulator, *policy);

  Outcome outcome;
  const EnergyMeter& energy = simulator.energy();
  const RunSummary summary{scenario,        simulator.view().now(),
                           energy,          simulator.temperatures(),
                           count.decisions, count.policy_seconds};
  probes.report(summary, outcome.metrics);
  job_formulas.report(outcome.metrics);
  add_formula_values(formulas, scenario.workload, outcome.metrics);
  if (recorder) outcome.recordings = recorder->finish(summary);
  if (decision_time.measured > 0) {
    outcome.recordings.push_back({pass_times_recording, bytes_of(count.pass_times)});
  }
  outcome.fingerprint = fingerprint.value();
  outcome.tasks = std::move(timeline.tasks());
  outcome.wall_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  return outcome;
}

Outcome run(const RunConfig& config, std::span<Probe* const> watchers) {
  try {
    return run_unnamed(config, watchers);
  } catch (const InputError& error) {
    throw InputError(place_of(config, error), run_name(config) + ": " + error.what());
  } catch (const std::logic_error& error) {
    throw std::logic_error(run_name(config) + ": " + error.what());
  }
}

Outcome run_anywhere(const RunConfig& config) {
  return config.experiment->backend == "simgrid" ? run_isolated(config) : run(config);
}

}  // namespace kairos
