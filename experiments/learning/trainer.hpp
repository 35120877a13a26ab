// Trains a network on a TrainingSpec: plays episodes, learns from them, validates, writes weights.
//
// Every iteration draws some scenarios and plays each several times with the same arrivals and
// noise. The advantage of an answer given at time t in one of K such episodes is
//
//   A = K / (K - 1) (mean over the episodes of cost(t) - own cost(t)),  over its standard deviation
//
// with the cost of cost_curve.hpp: an input-driven baseline, which takes out what is due to the
// arrivals and not to the answers (Mao, Venkatakrishnan, Schwarzkopf, Alizadeh: Variance reduction
// for reinforcement learning in input-driven environments, ICLR 2019). There is no critic.
//
// An imitation instead takes the answers of an oracle (lookahead.hpp) for the right ones, each with
// an advantage of one: the loss of REINFORCE is then the cross-entropy (behaviour cloning).
//
// Every gradient is the sum of those of its episodes, in fixed point: the processes divide the
// scenarios among them, and one all-reduce a step adds up. With it travels a checksum of the
// weights that the step begins from, which must be that of every process.
//
// Equal specifications give equal weights, whatever the number of workers and processes and however
// often the training was interrupted.
#pragma once

#include <functional>

#include "experiments/learning/episode.hpp"
#include "experiments/learning/ranks.hpp"
#include "experiments/learning/training_spec.hpp"
#include "experiments/learning/training_state.hpp"
#include "experiments/learning/validation.hpp"

namespace kairos {

/// What an iteration was like.
struct IterationReport {
  std::uint64_t iteration = 0;
  double jobs = 0;  ///< An episode.
  std::size_t questions = 0;
  LossReport loss;
  std::optional<Verdict> verdict;  ///< Of the validation, if there was one.
  bool is_best = false;
};

class Trainer {
 public:
  /// Every process of `ranks` must make one of the same specification, and call the same functions.
  Trainer(const TrainingSpec& spec, std::size_t workers, Ranks& ranks);

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
                  const Objective& objective, double rate);
  void check_weights(double sum_of_checksums) const;
  void average();
  void validate(IterationReport& report);

  const TrainingSpec& spec_;
  std::size_t workers_;
  Ranks& ranks_;
  Architecture architecture_;
  std::unique_ptr<Learner> learner_;
  Validation validation_;
  TrainingState state_;
};

}  // namespace kairos
