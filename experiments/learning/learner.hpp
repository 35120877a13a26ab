// The gradient step of the training, behind a wall: what LibTorch does, and no more.
#pragma once

#include <memory>
#include <string>

#include "policies/learned/network.hpp"

namespace kairos {

/// One question that was answered.

struct AnsweredQuestion {
  Question question = Question::task;
  std::uint32_t first_option = 0, options = 0;  ///< In Batch::options.
  std::uint32_t answer = 0;                     ///< Which of the options, from 0.
  float log_probability = 0;                    ///< Of the answer, by the weights that gave it.
  float advantage = 0;
};

/// What a gradient is taken over. An option is a row of `tasks` or of `places`; the questions of
/// one round share the rows of its tasks.
struct Batch {
  Observation tasks, places;
  std::vector<std::uint32_t> options;
  std::vector<AnsweredQuestion> questions;

  void append(const Batch& other);
};

struct Objective {
  double clip = 0.2;     ///< PPO's; 0 for REINFORCE.
  double entropy = 0.0;  ///< Weight of the mean entropy of the answers.
};

struct LossReport {
  double loss = 0, entropy = 0, divergence = 0, clipped = 0;
};

class Learner {
 public:
  virtual ~Learner() = default;

  /// The gradient of the loss with respect to the weights, which is to be minimised:
  ///   PPO        - mean min(r A, clamp(r, 1 - clip, 1 + clip) A) - entropy H,  r = p / p_old
  ///   REINFORCE  - mean A ln p - entropy H
  /// Schulman et al.: Proximal policy optimization algorithms, 2017; Williams, Machine Learning 8,
  /// 1992.
  virtual LossReport gradient(const Architecture& architecture, std::span<const float> weights,
                              const Batch& batch, const Objective& objective,
                              std::span<float> gradient) = 0;
  /// As Network::logits() where the network answers, for comparison.
  virtual std::vector<float> logits(const Architecture& architecture,
                                    std::span<const float> weights, Question question,
                                    const Observation& rows) = 0;
  [[nodiscard]] virtual std::string version() const = 0;
};

/// Loads LibTorch, which takes about a second. Throws InputError when the module is not there.
std::unique_ptr<Learner> make_learner();

}  // namespace kairos
