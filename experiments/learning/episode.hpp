// One episode played with a network that answers at random, by the probabilities its logits give.
#pragma once

#include "experiments/learning/environment.hpp"
#include "experiments/learning/learner.hpp"

namespace kairos {

/// What is remembered of an episode: the questions of some of its rounds, all but those with a
/// single option.
struct Episode {
  Batch batch;              ///< Advantages are zero.
  std::vector<Time> asked;  ///< By question of the batch.
  CostCurve costs;

  [[nodiscard]] double mean_latency() const {
    return costs.sojourn(end).value() / static_cast<double>(costs.jobs());
  }
  Time end;
};

struct Play {
  std::uint64_t seed = 0;     ///< Of arrivals and noise.
  std::uint64_t choices = 0;  ///< Of the answers.
  double share = 1;           ///< Of rounds that are remembered.
  RewardSpec reward = {};
  std::uint64_t candidates = 0;  ///< Of the oracle to imitate (lookahead.hpp); 0: none.
};

/// An order of tasks is drawn whole, by adding Gumbel noise to the logits once a round: taking the
/// highest that is left is then sampling without replacement (Plackett-Luce).
///
/// With an oracle, its answers are remembered, with an advantage of one, but the network's are
/// given: so the network learns what to do where it gets to (DAgger: Ross, Gordon, Bagnell: A
/// reduction of imitation learning and structured prediction to no-regret online learning, AISTATS
/// 2011).
Episode play(const Scenario& scenario, Network& network, const Play& how);

}  // namespace kairos
