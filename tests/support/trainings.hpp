// A small training of the catalogue, and a scenario drawn from it.
#pragma once

#include "experiments/files/library.hpp"
#include "experiments/training/training_config.hpp"

namespace kairos::testing {

/// A training that takes less than a second.
inline TrainingConfig small_training() {
  return load_training(
      (shelf_folder(Shelf::experiments) / "train_learned.yaml").string(),
      {"iterations=4", "episodes={groups: 2, rollouts: 3, jobs: {from: 6, to: 12}, share: 1}",
       "step={minibatches: 2}",
       "validation={scenarios: 2, jobs: 10, every: 2, baselines: [srpt_eft]}"});
}

inline Drawn some_scenario(std::uint64_t jobs) {
  const TrainingConfig config = small_training();
  return draw(config.domains, config.variation, jobs, Random::stream(1, "test"));
}

}  // namespace kairos::testing
