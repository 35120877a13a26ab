#include "experiments/learning/training_spec.hpp"

#include <algorithm>
#include <cmath>

#include "experiments/document/kind_of.hpp"
#include "experiments/document/safe_name.hpp"
#include "experiments/document/yaml.hpp"
#include "experiments/experiment.hpp"
#include "experiments/library.hpp"
#include "sim/base/file.hpp"

namespace kairos {

void Schedule::describe(Fields& f) {
  f("from", from, "at the first iteration").positive();
  f("to", to, "at the last").positive();
}

double Schedule::at(double progress) const {
  return from * std::pow(to / from, progress);
}

void EpisodesSpec::describe(Fields& f) {
  f("groups", groups, "scenarios an iteration").between(1, 1000);
  f("rollouts", rollouts, "episodes of each, with the same arrivals and noise").between(2, 1000);
  f("jobs", jobs, "an episode; a curriculum from short to long");
  f("share", share, "of the rounds that the gradient sees").between(0.001, 1.0);
  f("candidates", candidates, "answers that the oracle of an imitation tries").between(2, 64);
  f("horizon", horizon, "over which costs are discounted, in mean latencies").positive();
}

void StepSpec::describe(Fields& f) {
  f("algorithm", algorithm, "ppo, reinforce or imitation").one_of("algorithm", [] {
    return std::vector<std::string>{"ppo", "reinforce", "imitation"};
  });
  f("pretraining", pretraining, "iterations that come before it and imitate").between(0, 1'000'000);
  f("epochs", epochs, "passes over the episodes of an iteration; one with reinforce")
      .between(1, 100);
  f("minibatches", minibatches, "gradient steps a pass").between(1, 1000);
  f("clip", clip, "how far PPO lets probabilities change, relatively").between(0.01, 1.0);
  f("norm", norm, "longest gradient").positive();
  f("averaging", averaging, "what an iteration keeps of the moving average that is validated")
      .between(0.0, 0.999);
  f("learning_rate", learning_rate, "of Adam");
  f("entropy", entropy, "weight of the entropy of the answers");
}

void NetworkSpec::describe(Fields& f) {
  f("kind", kind, "the policy it is for");
  f("prior", prior, "srpt_eft: corrects that heuristic; none: begins at random");
  f("hops", hops, "over which a graph network tells of the tasks behind a ready one; 0: without")
      .between(0, 8);
  f("commits", commits, "whether a task is sent to a busy element at once, to wait there");
}

Architecture NetworkSpec::architecture(double joule) const {
  Architecture architecture = architecture_of(kind, joule);
  architecture.prior = prior;
  architecture.hops = hops;
  architecture.commits = commits;
  return architecture;
}

void ValidationSpec::describe(Fields& f) {
  f("scenarios", scenarios, "how many, drawn like those of the training, with other seeds")
      .between(1, 10'000);
  f("jobs", jobs, "of each").between(1, 1'000'000);
  f("every", every, "so many iterations").between(1, 1'000'000);
  f("patience", patience, "validations without a better one before the training stops")
      .between(1, 1'000'000);
  f("load", load, "instead of the training's");
  f("noise", noise, "instead of the training's");
  f("baselines", baselines, "policies to compare with; what counts is the best of them").required();
}

void TrainingSpec::describe(Fields& f) {
  f("name", name, "of the weights").required().must(is_plain_name, plain_name_rule);
  f("description", description, "what is trained on what, in a sentence").required();
  f("initial", initial, "weights to begin with, as `learned` names them (random if absent)");
  f("seed", seed, "of everything that is drawn");
  f("iterations", iterations, "at most").between(1, 1'000'000);
  f("domains", domains, "chips and workloads").required();
  f("variation", variation, "how far episodes stray from them");
  f("network", network, "what is trained");
  f("reward", reward, "what counts as cost");
  f("episodes", episodes, "what an iteration plays");
  f("step", step, "how it learns from them");
  f("validation", validation, "how it is judged").required();
}

Architecture TrainingSpec::architecture() const {
  constexpr double most = 1e9;
  if (reward.energy == 0) return network.architecture(0);
  return network.architecture(std::min(most, reward.energy / reward.latency));
}

void TrainingSpec::check(const Place& where) const {
  if (domains.empty()) throw InputError(where, "'domains' is empty; name a chip and a workload");
  if (validation.baselines.empty()) {
    throw InputError(where, "'baselines' is empty; name at least one policy, such as 'srpt_eft'");
  }
}

TrainingSpec resolve_training(Value tree, const std::vector<std::string>& assignments) {
  require_kind(tree, {FileKind::training}, "training");
  resolve_each(tree, "domains");
  for (const std::string& assignment : assignments) assign(tree, assignment);
  resolve_each(tree, "domains");  // An assigned value may be a name that must be resolved.
  Value* initial = tree.find("initial");
  if (initial != nullptr && is_path(initial->text)) {
    initial->text = anchored(initial->text, initial->place).string();
  }
  TrainingSpec spec;
  Codec<TrainingSpec>::read(tree, spec);
  return spec;
}

TrainingSpec load_training(const std::string& path, const std::vector<std::string>& assignments) {
  return resolve_training(read_yaml_file(path), assignments);
}

/// Chips and workloads are represented by name and hash, because their figures would fill pages.
std::string training_text(const TrainingSpec& spec) {
  Value written = Codec<TrainingSpec>::write(spec);
  for (Value& domain : written.find("domains")->items) {
    for (const char* key : {"platform", "workload"}) {
      const Value figures = *domain.find(key);
      const std::uint64_t digest = hash(to_json_text(figures));
      domain.set(key, Value::scalar(figures.find("name")->text + ' ' + std::to_string(digest)));
    }
  }
  // The default network is omitted, so that states and weights of older versions stay valid.
  if (spec.network.architecture(0) == Architecture{}) written.erase("network");
  return to_json_text(written);
}

}  // namespace kairos
