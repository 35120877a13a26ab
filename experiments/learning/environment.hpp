// A scenario as an environment for reinforcement learning: one question after the other, each
// answered by the number of a row; the simulator moves on when a round is over.
//
//   state    the rows of the observation (policies/learned/round.hpp)
//   action   a row: the task that comes next, or the cluster it goes to, a busy one included (wait)
//   reward   minus what passes until the next question costs (cost_curve.hpp): with the weights
//            that nobody has changed, the return of an episode is minus the sum of the latencies
//
// Equal scenarios, seeds and actions give equal observations and rewards, bit by bit. Environments
// share nothing that changes: as many at a time as there are threads.
#pragma once

#include <memory>

#include "experiments/learning/cost_curve.hpp"
#include "policies/learned/round.hpp"
#include "sim/engine/simulator.hpp"

namespace kairos {

class Environment {
 public:
  explicit Environment(const Scenario& scenario, const RewardSpec& reward = {},
                       const Sight& sight = {})
      : scenario_(scenario), round_(sight), costs_(reward) {}

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
  /// True when the tasks in the observation are those of a round that has just begun.
  [[nodiscard]] bool is_new_round() const { return new_round_; }

  /// Answers the question; returns the reward. The row must be legal.
  double step(std::size_t row);

  /// Goes to where another environment of the same scenario is. Costs no more than the simulation
  /// up to there: no observation is made on the way.
  void follow(const Environment& other);

  [[nodiscard]] Time now() const { return simulator_->view().now(); }
  [[nodiscard]] CostCurve& costs() { return costs_; }

 private:
  /// After how many steps of the simulation it was made.
  struct Made {
    Decision decision;
    std::size_t after = 0;
  };
  void restart(std::uint64_t seed);
  bool advance();
  void find_question();

  Scenario scenario_;
  std::unique_ptr<Simulator> simulator_;
  std::size_t steps_ = 0;   ///< Of the simulation.
  std::vector<Made> made_;  ///< In order.
  Round round_;
  CostCurve costs_;
  Question question_ = Question::task;
  bool over_ = true, new_round_ = false;
};

}  // namespace kairos
