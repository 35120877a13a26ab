// Plays an episode with a network whose answers are drawn with the probabilities of its logits.
#pragma once

#include "experiments/training/environment.hpp"
#include "experiments/training/learner.hpp"

namespace kairos {

/// The recorded part of an episode: the questions of some of its rounds, without those that have
/// only one option.
struct Episode {
  Batch batch;              ///< The advantages are zero, or one with an oracle.
  std::vector<Time> asked;  ///< The instant of each question in the batch.
  CostCurve costs;

  [[nodiscard]] double mean_latency() const {
    return costs.sojourn(end).value() / static_cast<double>(costs.jobs());
  }
  Time end;
};

struct Play {
  std::uint64_t seed = 0;     ///< Seed of arrivals and noise.
  std::uint64_t choices = 0;  ///< Seed of the answers.
  double share = 1;           ///< Share of the rounds that are recorded.
  RewardConfig reward = {};
  std::uint64_t candidates = 0;  ///< Number of answers that the oracle to imitate tries
                                 ///< (lookahead.hpp); 0 means no oracle.
};

/// Plays an episode. The order of a round's tasks is drawn by adding Gumbel noise to the logits
/// once per round: taking the highest of the remaining values is sampling without replacement
/// (Plackett-Luce).
///
/// With an oracle, its answers are recorded with an advantage of one, but the network's answers are
/// played. So the network learns the right answers in the states that it reaches (DAgger: Ross,
/// Gordon, Bagnell: A reduction of imitation learning and structured prediction to no-regret online
/// learning, AISTATS 2011).
Episode play(const Scenario& scenario, Network& network, const Play& how);

}  // namespace kairos
