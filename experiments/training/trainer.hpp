// Trains a network as a TrainingConfig describes: plays episodes, learns from them and validates.
//
// Every iteration draws some scenarios and plays each several times with the same arrivals and
// noise. An answer at time t in one of K such episodes has the advantage
//
//   A = K / (K - 1) (mean over the episodes of cost(t) - own cost(t)),  over its standard deviation
//
// with the cost of cost_curve.hpp. This input-driven baseline removes the variance that is due to
// the arrivals and not to the answers (Mao, Venkatakrishnan, Schwarzkopf, Alizadeh: Variance
// reduction for reinforcement learning in input-driven environments, ICLR 2019). There is no
// critic.
//
// Imitation instead uses the answers of an oracle (lookahead.hpp), each with an advantage of one.
// The loss of REINFORCE is then the cross-entropy (behaviour cloning).
//
// The gradient of a step is the sum over its episodes, in fixed point. The processes divide the
// scenarios among them, and one all-reduce per step computes the sum. It also checks, with a
// checksum, that the step begins with the same weights in every process.
//
// Equal specifications give equal weights, for any number of workers, processes and interruptions.
#pragma once

#include <functional>

#include "experiments/training/episode.hpp"
#include "experiments/training/ranks.hpp"
#include "experiments/training/training_config.hpp"
#include "experiments/training/training_state.hpp"
#include "experiments/training/validation.hpp"

namespace kairos {

/// The result of an iteration.
struct IterationReport {
  std::uint64_t iteration = 0;
  double jobs = 0;  ///< Jobs per episode.
  std::size_t questions = 0;
  LossReport loss;
  std::optional<Verdict> verdict;  ///< Present if the iteration ended with a validation.
  bool is_best = false;
};

class Trainer {
 public:
  /// Every process of `ranks` must create a trainer with the same specification and call the same
  /// functions.
  Trainer(const TrainingConfig& config, std::size_t workers, Ranks& ranks);

  [[nodiscard]] bool is_over() const;
  IterationReport iterate();

  [[nodiscard]] const TrainingState& state() const { return state_; }
  void resume(TrainingState state) { state_ = std::move(state); }
  [[nodiscard]] const Architecture& architecture() const { return architecture_; }

 private:
  [[nodiscard]] bool imitates() const;
  [[nodiscard]] std::vector<Episode> play_all(std::uint64_t jobs);
  void judge(std::span<Episode> group) const;
  void learn(std::span<const Episode> episodes, double progress, IterationReport& report);
  LossReport step(std::span<const Episode* const> minibatch, double questions,
                  const PolicyObjective& objective, double rate);
  void check_weights(double sum_of_checksums) const;
  void average();
  void validate(IterationReport& report);

  const TrainingConfig& config_;
  std::size_t workers_;
  Ranks& ranks_;
  Architecture architecture_;
  std::unique_ptr<Learner> learner_;
  Validation validation_;
  TrainingState state_;
};

}  // namespace kairos
