// Scheduling rounds in which a network chooses, always what it likes best.
#pragma once

#include "policies/learned/network.hpp"
#include "policies/learned/round.hpp"
#include "policies/policy.hpp"

namespace kairos {

class GreedyRounds final : public Policy {
 public:
  explicit GreedyRounds(Network network)
      : network_(std::move(network)), round_(network_.architecture().sight()) {}

  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) override;

 private:
  Network network_;
  Round round_;
  std::vector<float> task_logits_;  ///< Of the round; minus infinity for those taken.
};

}  // namespace kairos
