// The interface to the gradient step, the only part of the training that uses LibTorch.
#pragma once

#include <memory>
#include <string>

#include "policies/learned/network.hpp"

namespace kairos {

/// A question and the answer that was given.
struct AnsweredQuestion {
  Question question = Question::task;
  std::uint32_t first_option = 0, options = 0;  ///< Range of the options in Batch::options.
  std::uint32_t answer = 0;   ///< Position of the answer among the options, counted from 0.
  float log_probability = 0;  ///< Log probability of the answer under the weights that gave it.
  float advantage = 0;
};

/// Questions over which a gradient is computed. An option is a row of `tasks` or of `places`; the
/// questions of one round share the rows of its tasks.
struct Batch {
  Observation tasks, places;
  std::vector<std::uint32_t> options;
  std::vector<AnsweredQuestion> questions;

  void append(const Batch& other);
};

/// The parameters of the objective that training maximises.
struct PolicyObjective {
  double clip = 0.2;     ///< Clipping range of PPO, or 0 for REINFORCE.
  double entropy = 0.0;  ///< Weight of the mean entropy of the answers.
};

struct LossReport {
  double loss = 0, entropy = 0, divergence = 0, clipped = 0;
};

class Learner {
 public:
  virtual ~Learner() = default;

  /// Computes the gradient of the loss, which is to be minimised, with respect to the weights:
  ///   PPO        - mean min(r A, clamp(r, 1 - clip, 1 + clip) A) - entropy H,  r = p / p_old
  ///   REINFORCE  - mean A ln p - entropy H
  /// Schulman et al.: Proximal policy optimization algorithms, 2017; Williams, Machine Learning 8,
  /// 1992.
  virtual LossReport gradient(const Architecture& architecture, std::span<const float> weights,
                              const Batch& batch, const PolicyObjective& objective,
                              std::span<float> gradient) = 0;
  /// The logits that Network::logits() gives for questions the network answers; used to compare the
  /// two implementations.
  virtual std::vector<float> logits(const Architecture& architecture,
                                    std::span<const float> weights, Question question,
                                    const Observation& rows) = 0;
  [[nodiscard]] virtual std::string version() const = 0;
};

/// Loads LibTorch, which takes about a second. Throws InputError if the module is missing.
std::unique_ptr<Learner> make_learner();

}  // namespace kairos
