// An oracle for imitation: it finds the best answer to a question by simulating the future.
//
// Every candidate answer is tried: the episode is played from the question to its end with the
// prior alone (SRPT and EFT). The oracle's answer is the one with the cheapest episode; among
// equals, the one with the best prior. This is one step of the rollout algorithm (Bertsekas,
// Tsitsiklis, Wu: Rollout algorithms for combinatorial optimization, J. Heuristics 3, 1997). It is
// clairvoyant because it knows the future arrivals and noise.
//
// Krishnakumar et al. (IEEE TCAD 39, 2020) train a scheduler for such chips to imitate an oracle
// that plans ahead; this oracle decides while the system runs.
#pragma once

#include <optional>

#include "experiments/training/environment.hpp"

namespace kairos {

class Lookahead {
 public:
  /// Tries the `candidates` answers with the best prior for each question.
  Lookahead(const Scenario& scenario, const RewardConfig& reward, std::uint64_t candidates,
            const ObservationOptions& options = {})
      : environment_(scenario, reward, options), candidates_(candidates) {}

  /// The best row for the current question of `asked`; empty if all candidates cost the same.
  std::optional<std::size_t> best(const Environment& asked);

 private:
  double cost(const Environment& asked, std::size_t row);

  Environment environment_;
  std::uint64_t candidates_;
};

}  // namespace kairos
