// The document of a training as C++ structs.
#pragma once

#include "experiments/scenarios/domain.hpp"
#include "experiments/training/cost_curve.hpp"
#include "policies/learned/architecture.hpp"
#include "policies/policy.hpp"

namespace kairos {

/// A number that changes from one value to another during the training.
struct Schedule {
  double from = 0, to = 0;

  void describe(Fields& f);
  /// The value at `progress` (0 to 1). It changes geometrically, by equal factors in equal times.
  [[nodiscard]] double at(double progress) const;
};

struct EpisodesConfig {
  std::uint64_t groups = 4;    ///< Scenarios per iteration.
  std::uint64_t rollouts = 8;  ///< Episodes per scenario.
  Schedule jobs{60, 150};
  double share = 0.3;
  std::uint64_t candidates = 3;
  double horizon = 4;

  void describe(Fields& f);
};

struct StepConfig {
  std::string algorithm = "ppo";
  std::uint64_t epochs = 2, minibatches = 4, pretraining = 0;
  double clip = 0.2, norm = 1, averaging = 0.8;
  Schedule learning_rate{2e-3, 4e-4}, entropy{3e-3, 3e-4};

  void describe(Fields& f);
};

/// The network to train, named after the policy that uses it.
struct NetworkConfig {
  NetworkKind kind = NetworkKind::learned;
  Prior prior = Prior::srpt_eft;
  std::uint64_t hops = 0;
  bool commits = false;

  void describe(Fields& f);
  /// `joule` has the meaning of ObservationOptions::joule.
  [[nodiscard]] Architecture architecture(double joule) const;
};

struct ValidationConfig {
  std::uint64_t scenarios = 16, jobs = 300, every = 10, patience = 8;
  Range load{0.8, 0.9}, noise{0.3, 0.3};
  std::vector<Choice<Policy>> baselines;

  void describe(Fields& f);
};

struct TrainingConfig {
  std::string name, description, initial;
  std::uint64_t seed = 1, iterations = 100;
  std::vector<DomainConfig> domains;
  VariationConfig variation;
  NetworkConfig network;
  RewardConfig reward;
  EpisodesConfig episodes;
  StepConfig step;
  ValidationConfig validation;
  SourceLocation place;

  void describe(Fields& f);
  void check(const SourceLocation& where) const;
  /// The architecture of the network. It values a joule in seconds as the reward does.
  [[nodiscard]] Architecture architecture() const;
};

/// Resolves the references of a training, applies the assignments and checks the result.
TrainingConfig resolve_training(Value tree, const std::vector<std::string>& assignments);

/// Reads a training from a file and resolves it with resolve_training().
TrainingConfig load_training(const std::string& path, const std::vector<std::string>& assignments);

/// The resolved training on one line; trainings with equal texts are the same.
std::string training_text(const TrainingConfig& config);

}  // namespace kairos
