#include "experiments/training/training_config.hpp"

#include <algorithm>
#include <cmath>

#include "experiments/experiment/experiment_config.hpp"
#include "experiments/files/file_kind.hpp"
#include "experiments/files/json_text.hpp"
#include "experiments/files/library.hpp"
#include "experiments/files/safe_name.hpp"
#include "experiments/files/yaml.hpp"
#include "sim/base/file.hpp"

namespace kairos {

void Schedule::describe(Fields& f) {
  f("from", from, "value at the first iteration").positive();
  f("to", to, "value at the last iteration").positive();
}

double Schedule::at(double progress) const {
  return from * std::pow(to / from, progress);
}

void EpisodesConfig::describe(Fields& f) {
  f("groups", groups, "number of scenarios per iteration").between(1, 1000);
  f("rollouts", rollouts, "number of episodes per scenario, with the same arrivals and noise")
      .between(2, 1000);
  f("jobs", jobs, "number of jobs per episode, from the first iteration to the last: a curriculum");
  f("share", share, "fraction of the decision rounds that are used for the gradient")
      .between(0.001, 1.0);
  f("candidates", candidates, "number of decisions that the oracle tries, for imitation learning")
      .between(2, 64);
  f("horizon", horizon, "time over which costs are discounted, in mean latencies").positive();
}

void StepConfig::describe(Fields& f) {
  f("algorithm", algorithm, "learning algorithm: ppo, reinforce or imitation")
      .one_of("algorithm", [] {
        return std::vector<std::string>{"ppo", "reinforce", "imitation"};
      });
  f("pretraining", pretraining,
    "number of iterations of imitation learning before the algorithm begins")
      .between(0, 1'000'000);
  f("epochs", epochs,
    "number of passes over the episodes of an iteration; always one with reinforce")
      .between(1, 100);
  f("minibatches", minibatches, "number of gradient steps per pass").between(1, 1000);
  f("clip", clip, "PPO's clipping range: maximum relative change of a probability")
      .between(0.01, 1.0);
  f("norm", norm, "maximum norm of the gradient").positive();
  f("averaging", averaging,
    "weight of the previous moving average of the weights; the average is what is validated")
      .between(0.0, 0.999);
  f("learning_rate", learning_rate, "learning rate of Adam");
  f("entropy", entropy, "weight of the entropy of decisions");
}

void NetworkConfig::describe(Fields& f) {
  f("kind", kind, "kind of network, which is the name of its policy");
  f("prior", prior,
    "initial preference: srpt_eft (the network corrects this heuristic) or none (random "
    "decisions)");
  f("hops", hops,
    "number of hops over which a graph network describes the tasks behind a ready one; 0 for no "
    "graph network")
      .between(0, 8);
  f("commits", commits, "whether tasks are sent to busy elements at once, to wait there");
}

Architecture NetworkConfig::architecture(double joule) const {
  Architecture architecture = architecture_of(kind, joule);
  architecture.prior = prior;
  architecture.hops = hops;
  architecture.commits = commits;
  return architecture;
}

void ValidationConfig::describe(Fields& f) {
  f("scenarios", scenarios,
    "number of validation scenarios, drawn like those of the training but with other seeds")
      .between(1, 10'000);
  f("jobs", jobs, "number of jobs in each validation scenario").between(1, 1'000'000);
  f("every", every, "number of iterations between two validations").between(1, 1'000'000);
  f("patience", patience,
    "number of validations without improvement after which the training stops")
      .between(1, 1'000'000);
  f("load", load, "range of the load in validation scenarios (that of the training if absent)");
  f("noise", noise, "range of the noise in validation scenarios (that of the training if absent)");
  f("baselines", baselines,
    "policies to compare with; the network is measured against the best of them")
      .required();
}

void TrainingConfig::describe(Fields& f) {
  f("name", name, "name of the weights").required().must(is_plain_name, plain_name_rule);
  f("description", description, "description of the training in one sentence").required();
  f("initial", initial,
    "initial weights, a name or a path as for policy 'learned' (random if absent)");
  f("seed", seed, "seed of all random streams of the training");
  f("iterations", iterations, "maximum number of iterations").between(1, 1'000'000);
  f("domains", domains, "domains, each a platform and a workload, from which scenarios are drawn")
      .required();
  f("variation", variation, "random variation of episodes around their domain");
  f("network", network, "network that is trained");
  f("reward", reward, "costs of latency, energy, tardiness and heat");
  f("episodes", episodes, "episodes that are played per iteration");
  f("step", step, "learning algorithm and its parameters");
  f("validation", validation, "validation of the network during the training").required();
}

Architecture TrainingConfig::architecture() const {
  constexpr double most = 1e9;
  if (reward.energy == 0) return network.architecture(0);
  return network.architecture(std::min(most, reward.energy / reward.latency));
}

void TrainingConfig::check(const SourceLocation& where) const {
  if (domains.empty()) throw InputError(where, "'domains' is empty; add at least one");
  if (validation.baselines.empty()) {
    throw InputError(where, "'baselines' is empty; name at least one policy, such as 'srpt_eft'");
  }
}

TrainingConfig resolve_training(Value tree, const std::vector<std::string>& assignments) {
  require_kind(tree, "training");
  resolve_each(tree, "domains");
  for (const std::string& assignment : assignments) assign(tree, assignment);
  resolve_each(tree, "domains");  // An assigned value may be a name that must be resolved.
  Value* initial = tree.find("initial");
  if (initial != nullptr && is_path(initial->text)) {
    initial->text = anchored(initial->text, initial->place).string();
  }
  TrainingConfig config;
  Codec<TrainingConfig>::read(tree, config);
  return config;
}

TrainingConfig load_training(const std::string& path, const std::vector<std::string>& assignments) {
  return resolve_training(read_yaml_file(path), assignments);
}

/// Chips and workloads are represented by name and hash, because their figures would fill pages.
std::string training_text(const TrainingConfig& config) {
  Value written = Codec<TrainingConfig>::write(config);
  for (Value& domain : written.find("domains")->items) {
    for (const char* key : {"platform", "workload"}) {
      const Value figures = *domain.find(key);
      const std::uint64_t digest = hash(to_json_text(figures));
      domain.set(key, Value::scalar(figures.find("name")->text + ' ' + std::to_string(digest)));
    }
  }
  // The default network is omitted, so that states and weights of older versions stay valid.
  if (config.network.architecture(0) == Architecture{}) written.erase("network");
  return to_json_text(written);
}

}  // namespace kairos
