// A training as a document describes it.
#pragma once

#include "experiments/draw/domain.hpp"
#include "experiments/learning/cost_curve.hpp"
#include "policies/learned/architecture.hpp"
#include "policies/policy.hpp"

namespace kairos {

/// A number that goes from one value to another while the training lasts.
struct Schedule {
  double from = 0, to = 0;

  void describe(Fields& f);
  /// `progress` from 0 to 1; geometric, so that rates fall by equal factors in equal times.
  [[nodiscard]] double at(double progress) const;
};

struct EpisodesSpec {
  std::uint64_t groups = 4;    ///< Scenarios an iteration ...
  std::uint64_t rollouts = 8;  ///< ... and episodes of each.
  Schedule jobs{60, 150};
  double share = 0.3;
  std::uint64_t candidates = 3;
  double horizon = 4;

  void describe(Fields& f);
};

struct StepSpec {
  std::string algorithm = "ppo";
  std::uint64_t epochs = 2, minibatches = 4, pretraining = 0;
  double clip = 0.2, norm = 1, averaging = 0.8;
  Schedule learning_rate{2e-3, 4e-4}, entropy{3e-3, 3e-4};

  void describe(Fields& f);
};

/// What is trained: the policy of that name runs it.
struct NetworkSpec {
  NetworkKind kind = NetworkKind::learned;
  Prior prior = Prior::srpt_eft;
  std::uint64_t hops = 0;
  bool commits = false;

  void describe(Fields& f);
  /// `joule` as in Sight.
  [[nodiscard]] Architecture architecture(double joule) const;
};

struct ValidationSpec {
  std::uint64_t scenarios = 16, jobs = 300, every = 10, patience = 8;
  Range load{0.8, 0.9}, noise{0.3, 0.3};
  std::vector<Choice<Policy>> baselines;

  void describe(Fields& f);
};

struct TrainingSpec {
  std::string name, description, initial;
  std::uint64_t seed = 1, iterations = 100;
  std::vector<DomainSpec> domains;
  VariationSpec variation;
  NetworkSpec network;
  RewardSpec reward;
  EpisodesSpec episodes;
  StepSpec step;
  ValidationSpec validation;
  Place place;

  void describe(Fields& f);
  void check(const Place& where) const;
  /// A joule counts in it as in the reward, whose weights are those of a second and a joule.
  [[nodiscard]] Architecture architecture() const;
};

/// Follows the references of a training, lays the assignments over it and checks it.
TrainingSpec resolve_training(Value tree, const std::vector<std::string>& assignments);

/// The same of a file.
TrainingSpec load_training(const std::string& path, const std::vector<std::string>& assignments);

/// The resolved training on one line, which tells trainings apart; without what only names it.
std::string training_text(const TrainingSpec& spec);

}  // namespace kairos
