#include "experiments/experiment/sweep.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <unordered_map>

#include <fmt/format.h>
#include <xxhash.h>

#include "experiments/experiment/prepared_scenario.hpp"
#include "experiments/experiment/run_hashes.hpp"
#include "experiments/files/json_text.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/yaml.hpp"
#include "sim/base/find_path.hpp"

namespace kairos {

std::string hash_of(const std::string& text) {
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

namespace {

/// The value of a setting; a platform or workload may be given by name.
Value document_of(const std::string& key, const Value& value) {
  if (key == "platform") return resolve(value, Shelf::platforms);
  if (key == "workload") return resolve_workload(value);
  return value;
}

/// Applies one setting. Maps that it creates get the place of the key, so that errors about unknown
/// keys can point to it.
void apply(Value& tree, const Value::Entry& setting) {
  Value at_key;
  at_key.place = setting.place;
  set_path(tree, setting.key, std::move(at_key));
  set_path(tree, setting.key, document_of(setting.key, setting.value));
}

std::shared_ptr<ExperimentConfig> read_point(Value tree, const SweepPoint& point) {
  for (const SweptValue* value : point) {
    for (const Value::Entry& setting : value->settings) apply(tree, setting);
  }
  // A setting may name another model, or change a part of its call.
  if (Value* workload = tree.find("workload")) *workload = resolve_workload(*workload);
  if (Value* draw = tree.find("draw")) resolve_each(*draw, "domains");
  auto config = std::make_shared<ExperimentConfig>();
  try {
    Codec<ExperimentConfig>::read(tree, *config);
  } catch (const InputError& error) {
    if (!error.mistakes().empty()) throw;
    throw InputError(with_document(error.what(), tree.place));
  }
  return config;
}

/// Parts of the experiment that alternatives set: the first components of their keys.
std::set<std::string> set_by_alternatives(const SweepConfig& sweep) {
  std::set<std::string> parts;
  for (const SweepDimension& dimension : sweep.dimensions) {
    if (!dimension.has_alternatives) continue;
    for (const SweptValue& value : dimension.values) {
      for (const auto& setting : value.settings) {
        parts.insert(setting.key.substr(0, setting.key.find('.')));
      }
    }
  }
  return parts;
}

/// The experiment at the first point as a document. A drawn scenario is represented by its `draw`
/// settings. Parts that alternatives set are copied from the tree, because settings of the first
/// alternative are not part of the others.
std::string configuration_of(const ExperimentConfig& config, const Value& tree) {
  Value written = Codec<ExperimentConfig>::write(config);
  if (config.draw) {
    for (const char* key : {"platform", "workload", "cost", "noise"}) written.erase(key);
  }
  for (const std::string& part : set_by_alternatives(config.sweep)) {
    if (const Value* before = tree.find(part)) {
      written.set(part, *before);
    } else {
      written.erase(part);
    }
  }
  return to_yaml(written);
}

using ShownPoint = std::vector<std::pair<std::string, std::string>>;

ShownPoint shown(const SweepPoint& point, const SweepConfig& sweep) {
  ShownPoint pairs;
  for (std::size_t i = 0; i < point.size(); ++i) {
    pairs.emplace_back(sweep.dimensions[i].key, point[i]->name);
  }
  return pairs;
}

std::string text_of(const ShownPoint& point) {
  std::string text;
  for (const auto& [key, value] : point) {
    text += fmt::format("{}'{} = {}'", text.empty() ? "" : ", ", key, value);
  }
  return text;
}

/// Expands the points of a sweep into runs, one point at a time.
class Expansion {
 public:
  explicit Expansion(Value tree) : tree_(std::move(tree)) {
    if (const Value* written = tree_.find("sweep")) Codec<SweepConfig>::read(*written, config_);
    tree_.erase("sweep");
  }

  Sweep take() {
    check_base_values();
    points_ = points_of(config_);
    for (const SweepPoint& point : points_) add(point);
    if (sweep_.runs.empty()) throw InputError(sweep_.impossible.front().message);
    for (std::size_t i = 0; i < sweep_.impossible.size(); ++i) {
      sweep_.impossible[i].key.index = sweep_.runs.size() + i;
    }
    return std::move(sweep_);
  }

 private:
  /// Checks the values that swept keys have outside of the sweep. No run uses them, but mistakes in
  /// them would otherwise appear only once the sweep is removed.
  void check_base_values() const {
    Mistakes mistakes;
    for (const SweepDimension& left_out : config_.dimensions) {
      if (!has_base_values(left_out)) continue;
      SweepPoint others;
      for (const SweepDimension& dimension : config_.dimensions) {
        if (&dimension != &left_out) others.push_back(&dimension.values.front());
      }
      mistakes.attempt([&] { static_cast<void>(read_point(tree_, others)); });
    }
    mistakes.report();
  }

  [[nodiscard]] bool has_base_values(const SweepDimension& dimension) const {
    return std::ranges::all_of(dimension.values, [&](const SweptValue& value) {
      return std::ranges::all_of(value.settings, [&](const Value::Entry& setting) {
        return find_path(tree_, setting.key) != nullptr;
      });
    });
  }

  void add(const SweepPoint& point) {
    const auto config = read_point(tree_, point);
    if (!sweep_.experiment) {
      refuse_keys_with_names_of_formulas(config->report.formulas);
      refuse_keys_with_names_of_amounts(config->report.formulas.amounts);
      config->sweep = config_;
      sweep_.experiment = config;
      sweep_.configuration = configuration_of(*config, tree_);
      sweep_.configuration_hash = hash_of(sweep_.configuration);
    }
    const PreparedPoint prepared = prepare_point(config);
    const ShownPoint shown_point = shown(point, config_);
    for (const PolicyConfig& policy : config->policies) {
      const RunHashes hashes(prepared.physics, text_for_hash(policy), config->report.tasks);
      for (std::size_t i = 0; i < config->seeds.values.size(); ++i) {
        const PreparedScenario& own = prepared.scenarios[config->draw ? i : 0];
        const std::uint64_t seed = config->seeds.values[i];
        add(point, config, own, policy, {0, policy.label, shown_point, seed, hashes.of(seed)});
      }
    }
  }

  void add(const SweepPoint& point, const std::shared_ptr<const ExperimentConfig>& config,
           const PreparedScenario& prepared, const PolicyConfig& policy, RunKey key) {
    refuse_too_many();
    const auto [first, is_new] = points_by_hash_.emplace(key.hash, &point);
    if (!is_new) throw same_run_twice(point, shown(*first->second, config_));
    if (!prepared.scenario) {
      sweep_.impossible.push_back({std::move(key), prepared.problem});
      return;
    }
    key.index = sweep_.runs.size();
    sweep_.runs.push_back({std::move(key),
                           prepared.scenario,
                           config,
                           policy.policy,
                           policy.decision_time.value_or(config->decision_time),
                           config->report.tasks,
                           {},
                           {}});
  }

  /// A swept key and a formula with the same name would both be columns of runs.csv.
  void refuse_keys_with_names_of_formulas(const FormulaList& formulas) const {
    for (const SweepDimension& dimension : config_.dimensions) {
      const auto taken = std::ranges::find(formulas, dimension.key, &FormulaConfig::name);
      if (taken == formulas.end()) continue;
      throw InputError(taken->place, "formula '" + taken->name +
                                         "' has the name of a swept key; choose another name");
    }
  }

  void refuse_keys_with_names_of_amounts(const std::vector<std::string>& amounts) const {
    for (const SweepDimension& dimension : config_.dimensions) {
      if (std::ranges::find(amounts, dimension.key) == amounts.end()) continue;
      throw InputError(tree_.place, "the swept key '" + dimension.key +
                                        "' has the name of an amount, which is a metric; choose "
                                        "another name");
    }
  }

  void refuse_too_many() const {
    constexpr std::size_t most = 500'000;
    if (sweep_.runs.size() < most) return;
    throw InputError(tree_.place, "the experiment has more than " + std::to_string(most) +
                                      " runs; use fewer seeds, policies or swept values");
  }

  [[nodiscard]] InputError same_run_twice(const SweepPoint& point, const ShownPoint& first) const {
    const ShownPoint second = shown(point, config_);
    SourceLocation where = tree_.place;
    for (std::size_t i = 0; i < second.size(); ++i) {
      if (second[i] != first[i]) where = point[i]->place;
    }
    return InputError(where, "the sweep has the same runs twice, at " + text_of(first) +
                                 " and at " + text_of(second) +
                                 "; list each value once, and sweep only keys that change a run");
  }

  Value tree_;  ///< The experiment without its sweep.
  SweepConfig config_;
  Sweep sweep_;
  std::vector<SweepPoint> points_;
  /// Points by run hash. A hash must not appear twice because a store holds each run once.
  std::unordered_map<std::string, const SweepPoint*> points_by_hash_;
};

}  // namespace

Sweep expand(const Value& tree) {
  return Expansion(tree).take();
}

const RunConfig& find_run(const Sweep& sweep, const std::string& policy) {
  if (policy.empty()) return sweep.runs.front();
  const auto found =
      std::ranges::find(sweep.runs, policy, [](const RunConfig& r) { return r.key.policy; });
  if (found != sweep.runs.end()) return *found;
  std::vector<std::string> labels;
  for (const PolicyConfig& config : sweep.experiment->policies) labels.push_back(config.label);
  throw InputError(unknown_name("policy", policy, labels));
}

std::string single_run_document(const RunConfig& config) {
  const ExperimentConfig& shared = *config.experiment;
  ExperimentConfig single = shared.draw ? shared.drawn(config.key.seed) : shared;
  single.policies = {{config.key.policy, config.policy}};
  single.decision_time = config.decision_time;
  single.seeds.values = {config.key.seed};
  single.sweep = {};
  single.baseline.clear();
  single.expect.clear();
  single.report = {};
  // The values of formulas and the end of the warm-up are a part of the outcome.
  single.report.formulas = shared.report.formulas;
  single.report.warm_up = shared.report.warm_up;
  return to_json_text(Codec<ExperimentConfig>::write(single));
}

}  // namespace kairos
