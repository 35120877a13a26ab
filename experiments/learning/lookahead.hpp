// An oracle for imitation: the answer to a question that a short look into the future finds best.
//
// Every candidate answer is tried: from the question on the episode is played to its end by the
// prior alone (SRPT and EFT). The answer whose episode costs least is the
// oracle's; of equal ones that which the prior likes best. This is one step of the rollout
// algorithm (Bertsekas, Tsitsiklis, Wu: Rollout algorithms for combinatorial optimization, J.
// Heuristics 3, 1997), clairvoyant because the arrivals and the noise to come are those that will
// be.
//
// Krishnakumar et al. (IEEE TCAD 39, 2020) let a scheduler for such chips imitate an oracle that
// they plan ahead; this one decides as the system runs.
#pragma once

#include <optional>

#include "experiments/learning/environment.hpp"

namespace kairos {

class Lookahead {
 public:
  /// Looks at so many answers a question, those that the prior likes best.
  Lookahead(const Scenario& scenario, const RewardSpec& reward, std::uint64_t candidates,
            const Sight& sight = {})
      : environment_(scenario, reward, sight), candidates_(candidates) {}

  /// The best row for the question at which `asked` stands; nothing when all candidates cost the
  /// same.
  std::optional<std::size_t> best(const Environment& asked);

 private:
  double cost(const Environment& asked, std::size_t row);

  Environment environment_;
  std::uint64_t candidates_;
};

}  // namespace kairos
