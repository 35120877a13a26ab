#include "experiments/static/quality_runs.hpp"

#include <fmt/format.h>

#include "experiments/experiment/sweep.hpp"
#include "experiments/files/json_text.hpp"
#include "experiments/files/yaml.hpp"
#include "experiments/static/static_instance.hpp"
#include "experiments/static/static_solve.hpp"
#include "policies/planning/greedy_policy.hpp"
#include "sim/cost/cost_table.hpp"

namespace kairos {
namespace {

/// An instance with the name, origin and seed under which its runs are stored.
struct Named {
  std::string name, origin;  ///< Decides the instance together with name and seed.
  std::uint64_t seed = 0;
  std::shared_ptr<const QualityInstance> instance;
};

std::vector<Named> drawn(const InstancesConfig& source, const Seeds& seeds) {
  const auto generator = source.generator->make();
  const std::string origin =
      to_json_text(Codec<Choice<InstanceGenerator>>::write(*source.generator));
  std::vector<Named> instances;
  for (const std::uint64_t seed : seeds.values) {
    const auto problem = std::make_shared<StaticInstance>(
        StaticInstance{generator->generate(Random::stream(seed, "instance"))});
    instances.push_back(
        {fmt::format("{} #{}", problem->name, seed), origin, seed,
         std::make_shared<QualityInstance>([problem] { return problem->scenario(); })});
  }
  return instances;
}

/// A scenario with one job of one application, which arrives at once.
Scenario alone(const Scenario& all, ApplicationId application) {
  Scenario scenario = all;
  Stream stream;
  stream.name = "one job";
  stream.weights = IdVector<ApplicationId, double>(all.workload.applications.size(), 0);
  stream.weights[application] = 1;
  stream.arrivals = Choice<ArrivalProcess>("trace");
  stream.arrivals->options.set("times", Value::list({Value::scalar("0 s")}));
  scenario.workload.streams = {};
  scenario.workload.streams.push_back(std::move(stream));
  return scenario;
}

/// The bounds of a quality table hold for jobs that run all of their tasks.
void refuse_draws(const Workload& workload, const SourceLocation& place) {
  for (const Application& application : workload.applications) {
    if (!application.graph->has_draws()) continue;
    throw InputError(place, "application '" + application.name +
                                "' has probabilities, shares or amounts, but a quality table "
                                "compares schedules of jobs whose tasks are known; leave the "
                                "application out, or run an experiment");
  }
}

std::vector<Named> applications(const InstancesConfig& source, const Seeds& seeds) {
  auto all = std::make_shared<Scenario>();
  all->platform = source.platform->build();
  all->workload = source.workload->build();
  refuse_draws(all->workload, source.place);
  all->cost = source.cost.make();
  all->noise = Choice<NoiseModel>("none").make();
  try {
    const CostTable every_task_can_run(all->platform, all->workload, *all->cost);
  } catch (const InputError& error) {
    throw InputError(source.place, error.what());
  }
  const std::string origin = to_json_text(Codec<InstancesConfig>::write(source));
  std::vector<Named> instances;
  for (const ApplicationId a : ids<ApplicationId>(all->workload.applications.size())) {
    // Bounds belong to one graph, so that every form is an instance of its own.
    const Application& application = all->workload.applications[a];
    if (!application.forms.empty() || application.mix) continue;
    instances.push_back({all->workload.applications[a].name, origin, seeds.values.front(),
                         std::make_shared<QualityInstance>([all, a] { return alone(*all, a); })});
  }
  return instances;
}

/// The policy, set to plan ahead if it can and its options do not say otherwise. No job waits for a
/// search, so its budget does not depend on the length of the job.
Choice<Policy> on_paper(const Choice<Policy>& policy) {
  Choice<Policy> choice = policy;
  const Choice<Policy> planned = planning(policy.name);
  for (const Value::Entry& option : planned.options.entries) {
    if (choice.options.find(option.key) == nullptr) choice.options.set(option.key, option.value);
  }
  const bool searches = Registry<Policy>::find(policy.name, {}).traits.has_effort;
  const bool has_budget = choice.options.find("evaluations") || choice.options.find("share");
  if (searches && !has_budget) choice.options.set("share", Value::scalar("0"));
  return choice;
}

}  // namespace

Time QualityInstance::bound() const {
  std::call_once(bounded_, [&] { bound_ = cheap_bound(scenario()); });
  return bound_;
}

Quality expand_quality(const Value& tree) {
  Quality quality;
  Codec<QualityConfig>::read(tree, quality.config);
  quality.configuration = to_yaml(Codec<QualityConfig>::write(quality.config));
  quality.configuration_hash = hash_of(quality.configuration);
  for (const InstancesConfig& source : quality.config.instances) {
    const auto instances = source.generator ? drawn(source, quality.config.seeds)
                                            : applications(source, quality.config.seeds);
    for (const Named& named : instances) {
      for (const PolicyConfig& policy : quality.config.policies) {
        const Choice<Policy> choice = on_paper(policy.policy);
        const std::string written = to_json_text(Codec<Choice<Policy>>::write(choice));
        quality.runs.push_back({{quality.runs.size(),
                                 policy.label,
                                 {{"instances", source.name}, {"instance", named.name}},
                                 named.seed,
                                 hash_of(source.name + named.origin + named.name + policy.label +
                                         written + std::to_string(named.seed))},
                                named.instance,
                                choice});
      }
    }
  }
  return quality;
}

Outcome run(const QualityRun& config) {
  try {
    Scenario scenario = config.instance->scenario();
    scenario.seed = config.key.seed;
    const StaticSolution solved = solve_static(scenario, config.instance->bound(), config.policy);
    Outcome outcome;
    outcome.metrics = {{"makespan_s", "", solved.makespan.seconds()},
                       {"lower_bound_s", "", solved.bound.seconds()},
                       {"proved", "", solved.proved() ? 1.0 : 0.0},
                       {"copies_allowed", "", solved.runs == Runs::many ? 1.0 : 0.0}};
    outcome.fingerprint = solved.fingerprint;
    outcome.wall_seconds = solved.policy_seconds;
    return outcome;
  } catch (const InputError& error) {
    throw InputError(fmt::format("policy '{}', instance '{}': {}", config.key.policy,
                                 config.key.point.back().second, error.what()));
  } catch (const std::logic_error& error) {
    throw std::logic_error(fmt::format("policy '{}', instance '{}': {}", config.key.policy,
                                       config.key.point.back().second, error.what()));
  }
}

}  // namespace kairos
