#include "experiments/sweep.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <xxhash.h>

#include "experiments/document/yaml.hpp"
#include "experiments/library.hpp"
#include "sim/cost/cost_table.hpp"

namespace kairos {

std::string hash_of(const std::string& text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

namespace {

std::string text_of(const Value& value) {
  return value.is_scalar() ? value.text : to_json_text(value);
}

using Point = std::vector<std::pair<std::string, Value>>;

/// All combinations, the last key changing fastest.
std::vector<Point> points_of(const Value& tree) {
  std::vector<Point> points{{}};
  const Value* written = tree.find("sweep");
  if (written == nullptr || written->is_null()) return points;
  require_map(*written);
  constexpr std::size_t most = 1'000'000;
  for (const Value::Entry& entry : written->entries) {
    std::vector<Value> values;
    Codec<std::vector<Value>>::read(entry.value, values);
    if (values.empty()) {
      throw InputError(entry.place,
                       "'" + entry.key + "' sweeps over nothing; list at least one value");
    }
    if (points.size() * values.size() > most) {
      throw InputError(entry.place, "the sweep has more than 1000000 points; list fewer values");
    }
    std::vector<Point> longer;
    for (const Point& point : points) {
      for (const Value& value : values) {
        longer.push_back(point);
        longer.back().emplace_back(entry.key, value);
      }
    }
    points = std::move(longer);
  }
  return points;
}

/// What a swept value stands for: a platform or workload may be named.
Value document_of(const std::string& key, const Value& value) {
  if (key == "platform") return resolve(value, Shelf::platforms);
  if (key == "workload") return resolve(value, Shelf::workloads);
  return value;
}

std::shared_ptr<const ExperimentSpec> read_point(Value tree, const Point& point) {
  for (const auto& [key, value] : point) {
    try {
      set_path(tree, key, document_of(key, value));
    } catch (const InputError& error) {
      throw InputError(value.place, error.what());
    }
  }
  auto spec = std::make_shared<ExperimentSpec>();
  Codec<ExperimentSpec>::read(tree, *spec);
  return spec;
}

std::shared_ptr<const Scenario> build_scenario(const ExperimentSpec& spec) {
  auto scenario = std::make_shared<Scenario>();
  scenario->platform = spec.platform.build();
  scenario->workload = spec.workload.build();
  scenario->cost = spec.cost.make();
  scenario->noise = spec.noise.make();
  scenario->incidents = spec.build_incidents(scenario->platform);
  scenario->governors = spec.governors.build(scenario->platform);
  scenario->faults = spec.faults.build(scenario->platform);
  static_cast<void>(spec.decision_time.build(scenario->platform));  // refuses an unknown host
  try {
    const CostTable every_task_can_run(scenario->platform, scenario->workload, *scenario->cost);
  } catch (const InputError& error) {
    throw InputError(spec.workload.place, error.what());
  }
  return scenario;
}

/// What decides the outcome of a run besides policy and seed.
Value physics_of(const ExperimentSpec& spec) {
  Value written = Codec<ExperimentSpec>::write(spec);
  for (const char* key : {"policies", "sweep", "seeds", "baseline", "report", "description"}) {
    written.erase(key);
  }
  return written;
}

/// A scenario and the experiment that it is of, which draws nothing any more.
struct Prepared {
  std::shared_ptr<const ExperimentSpec> spec;
  std::shared_ptr<const Scenario> scenario;
  std::string physics;
};

Prepared prepare(std::shared_ptr<const ExperimentSpec> spec) {
  auto scenario = build_scenario(*spec);
  std::string physics = to_json_text(physics_of(*spec));
  return {std::move(spec), std::move(scenario), std::move(physics)};
}

/// One for every seed where every seed draws its own, otherwise one for all. Two ways to draw are
/// two points, even where a seed draws the same in both.
std::vector<Prepared> prepare_point(const std::shared_ptr<const ExperimentSpec>& spec) {
  if (!spec->draw) return {prepare(spec)};
  const std::string how = to_json_text(Codec<DrawSpec>::write(*spec->draw));
  std::vector<Prepared> prepared;
  prepared.reserve(spec->seeds.values.size());
  for (const std::uint64_t seed : spec->seeds.values) {
    prepared.push_back(prepare(std::make_shared<const ExperimentSpec>(spec->drawn(seed))));
    prepared.back().physics += how;
  }
  return prepared;
}

/// As a document: of what is drawn only how.
std::string configuration_of(const ExperimentSpec& spec) {
  Value written = Codec<ExperimentSpec>::write(spec);
  if (spec.draw) {
    for (const char* key : {"platform", "workload", "cost", "noise"}) written.erase(key);
  }
  return to_yaml(written);
}

InputError same_run_twice(const Value& tree,
                          const std::vector<std::pair<std::string, std::string>>& point) {
  std::string text;
  for (const auto& [key, value] : point) {
    text += fmt::format("{}'{} = {}'", text.empty() ? "" : ", ", key, value);
  }
  const Value* sweep = tree.find("sweep");
  return InputError(sweep == nullptr ? tree.place : sweep->place,
                    "the sweep has the same runs twice, again at " + text +
                        "; list each value once, and only keys that change a run");
}

}  // namespace

Sweep expand(const Value& tree) {
  Sweep sweep;
  std::set<std::string> hashes;  // a store holds a run once
  for (const Point& point : points_of(tree)) {
    const auto spec = read_point(tree, point);
    const std::vector<Prepared> prepared = prepare_point(spec);
    if (!sweep.experiment) {
      sweep.experiment = spec;
      sweep.configuration = configuration_of(*spec);
      sweep.configuration_hash = hash_of(sweep.configuration);
    }
    std::vector<std::pair<std::string, std::string>> shown;
    for (const auto& [key, value] : point) shown.emplace_back(key, text_of(value));
    for (const PolicySpec& policy : spec->policies) {
      const std::string choice = to_json_text(Codec<PolicySpec>::write(policy));
      for (std::size_t i = 0; i < spec->seeds.values.size(); ++i) {
        const std::uint64_t seed = spec->seeds.values[i];
        const Prepared& one = prepared[spec->draw ? i : 0];
        std::string resolved = one.physics + choice + std::to_string(seed);
        if (spec->report.tasks) resolved += " with tasks";  // resuming repeats runs without
        const std::string hash = hash_of(resolved);
        if (!hashes.insert(hash).second) throw same_run_twice(tree, shown);
        sweep.runs.push_back({{sweep.runs.size(), policy.label, shown, seed, hash},
                              one.scenario,
                              one.spec,
                              policy.policy,
                              spec->report.tasks});
      }
    }
  }
  return sweep;
}

const RunSpec& find_run(const Sweep& sweep, const std::string& policy) {
  if (policy.empty()) return sweep.runs.front();
  const auto found =
      std::ranges::find(sweep.runs, policy, [](const RunSpec& r) { return r.key.policy; });
  if (found != sweep.runs.end()) return *found;
  std::vector<std::string> labels;
  for (const PolicySpec& spec : sweep.experiment->policies) labels.push_back(spec.label);
  throw InputError(unknown_name("policy", policy, labels));
}

std::string single_run_document(const RunSpec& spec) {
  ExperimentSpec single = *spec.experiment;
  single.policies = {{spec.key.policy, spec.policy}};
  single.seeds.values = {spec.key.seed};
  single.sweep.clear();
  single.baseline.clear();
  Value written = Codec<ExperimentSpec>::write(single);
  written.erase("report");
  return to_json_text(written);
}

}  // namespace kairos
