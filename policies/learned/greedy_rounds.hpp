// Scheduling rounds in which a network always chooses the answer with the highest logit.
#pragma once

#include "policies/learned/network.hpp"
#include "policies/learned/round.hpp"
#include "policies/policy.hpp"

namespace kairos {

class GreedyRounds final : public Policy {
 public:
  explicit GreedyRounds(Network network)
      : network_(std::move(network)), round_(network_.architecture().observation_options()) {}

  void begin(const SystemView& view) override;
  std::optional<Decision> decide(const SystemView& view) override;
  void forget(JobId /*job*/) override { round_.stop(); }
  void skip(TaskRef task, const SystemView& /*view*/) override { round_.skip(task); }

 private:
  Network network_;
  Round round_;
  /// The logits of the round's tasks; minus infinity for tasks that were taken.
  std::vector<float> task_logits_;
};

}  // namespace kairos
