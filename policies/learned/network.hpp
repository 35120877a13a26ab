// The network of the learned scheduler: two small perceptrons that give one number per row of an
// observation, whatever the number of rows.
//
//   logit(row) = prior(row) + w3 . relu(W2 relu(W1 row + b1) + b2) + b3
//
// one for the order of tasks, one for their places. The last layer begins at zero, so the untrained
// network is the heuristic that the prior stands for.
//
// Scoring candidates one by one with shared weights is what makes Decima independent of the number
// of jobs and tasks (Mao, Schwarzkopf, Venkatakrishnan, Meng, Alizadeh: Learning scheduling
// algorithms for data processing clusters, SIGCOMM 2019); there and in DeepSoCS (Sung et al., 2020)
// a graph network makes up the rows, here described features do: path to the exit, work left, tasks
// set free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "policies/learned/observation.hpp"
#include "sim/base/fields.hpp"

namespace kairos {

struct Architecture {
  std::uint64_t version = observation_version;
  std::uint64_t task_inputs = task_width, place_inputs = place_width;
  std::uint64_t first_hidden = 32, second_hidden = 16;

  void describe(Fields& f);
  [[nodiscard]] std::size_t inputs(Question question) const {
    return question == Question::task ? task_inputs : place_inputs;
  }
  /// Weights of one perceptron, in the order W1 (inputs x first), b1, W2 (first x second), b2, w3,
  /// b3; matrices row by row.
  [[nodiscard]] std::size_t weights(Question question) const {
    return (inputs(question) + 1) * first_hidden + (first_hidden + 1) * second_hidden +
           second_hidden + 1;
  }
  /// Of both, tasks first.
  [[nodiscard]] std::size_t weights() const {
    return weights(Question::task) + weights(Question::place);
  }
  bool operator==(const Architecture&) const = default;
};

class Network {
 public:
  /// `weights` must be as many as the architecture has.
  Network(const Architecture& architecture, std::vector<float> weights);

  /// The logits of the rows, priors included, in memory that lasts until the next call.
  std::span<const float> logits(Question question, const Observation& rows);

  [[nodiscard]] const Architecture& architecture() const { return architecture_; }
  [[nodiscard]] std::span<const float> weights() const { return weights_; }
  void set_weights(std::span<const float> weights);

 private:
  Architecture architecture_;
  std::vector<float> weights_, logits_;
};

/// Hidden layers drawn from `seed` (He et al., ICCV 2015), the last ones zero.
std::vector<float> initial_weights(const Architecture& architecture, std::uint64_t seed);

}  // namespace kairos
