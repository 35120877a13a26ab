// A scenario as an environment for reinforcement learning. It asks one question after the other;
// each answer is the number of a row. After the end of a round the simulation advances.
//
//   state    the rows of the observation (policies/learned/round.hpp)
//   action   a row: the task that comes next, or the cluster it goes to; it waits for a busy one
//   reward   minus the cost until the next question (cost_curve.hpp); with the default weights,
//            the return of an episode is minus the sum of the latencies
//
// Equal scenarios, seeds and actions give equal observations and rewards, bit by bit. Environments
// share no mutable state, so every thread can have one.
#pragma once

#include <memory>

#include "experiments/training/cost_curve.hpp"
#include "policies/learned/round.hpp"
#include "sim/engine/simulator.hpp"

namespace kairos {

class Environment {
 public:
  explicit Environment(const Scenario& scenario, const RewardConfig& reward = {},
                       const ObservationOptions& options = {})
      : scenario_(scenario), round_(options), costs_(reward) {}

  /// Begins an episode and moves to its first question.
  void reset(std::uint64_t seed);
  [[nodiscard]] bool is_over() const { return over_; }

  [[nodiscard]] Question question() const { return question_; }
  [[nodiscard]] const Observation& observation() const {
    return question_ == Question::task ? round_.tasks() : round_.places();
  }
  [[nodiscard]] bool is_legal(std::size_t row) const {
    return row < observation().rows() && (question_ == Question::place || !round_.is_taken(row));
  }
  /// True if the tasks in the observation belong to a round that has just begun.
  [[nodiscard]] bool is_new_round() const { return new_round_; }

  /// Answers the question with a legal row and returns the reward.
  double step(std::size_t row);

  /// Moves to the state of another environment of the same scenario. It only repeats the simulation
  /// and makes no observations on the way.
  void follow(const Environment& other);

  [[nodiscard]] Time now() const { return simulator_->view().now(); }
  [[nodiscard]] CostCurve& costs() { return costs_; }

 private:
  /// A decision, and the number of simulation steps before it.
  struct Made {
    Decision decision;
    std::size_t after = 0;
  };
  void restart(std::uint64_t seed);
  bool advance();
  void find_question();

  Scenario scenario_;
  std::unique_ptr<Simulator> simulator_;
  std::size_t steps_ = 0;   ///< Number of steps of the simulation.
  std::vector<Made> made_;  ///< All decisions, in order.
  Round round_;
  CostCurve costs_;
  Question question_ = Question::task;
  bool over_ = true, new_round_ = false;
};

}  // namespace kairos
