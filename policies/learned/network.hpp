// The networks of the learned schedulers. Each gives one number for every row of an observation,
// for any number of rows.
//
// Kind `learned` has two small perceptrons, one for the order of tasks and one for their places:
//
//   logit(row) = prior(row) + w3 . relu(W2 relu(W1 row + b1) + b2) + b3
//
// With `hops`, the row is followed by an embedding of the task from a graph network
// (graph_network.hpp). The last layer begins at zero, so the untrained network equals the heuristic
// of the prior; without a prior it has no preference. The other kinds begin in the same way.
//
// Decima scores candidates one by one with shared weights, which makes it independent of the number
// of jobs and tasks (Mao, Schwarzkopf, Venkatakrishnan, Meng, Alizadeh: Learning scheduling
// algorithms for data processing clusters, SIGCOMM 2019). In Decima and in DeepSoCS (Sung et al.,
// 2020) a graph network computes the rows. Here the rows are explicit features, such as the path to
// the exit, the remaining work and the tasks that become ready.
//
// The other kinds come from papers, for comparison; docs/learning.md lists the differences:
//
//   deepsocs  logit(task) = perceptron(x, e, y, z) with the row x of its node, its embedding e, the
//             sum y of m4(x, e) over the unfinished tasks of its job, and the sum z of m5(y) over
//             the jobs; places by the prior alone, which is earliest finish time
//   scarl     attention.hpp
//   socrates  a perceptron over job_slots.hpp, one output a cluster; tasks in the order of their
//             ids; places by the prior if a task has no slot
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "policies/learned/architecture.hpp"

namespace kairos {

class Network {
 public:
  /// `weights` must have as many numbers as the architecture demands.
  Network(const Architecture& architecture, std::vector<float> weights);

  /// The logits of the rows, priors included. The memory is valid until the next call. Throws
  /// InputError if the weights are so large that a logit is not finite.
  std::span<const float> logits(Question question, const Observation& rows);
  /// True if the network answers the question. False if a rule answers it, so that nothing can be
  /// learned; the highest of logits() is then the rule's answer. `rows` belong to one question.
  [[nodiscard]] bool answers(Question question, const Observation& rows) const;

  [[nodiscard]] const Architecture& architecture() const { return architecture_; }
  [[nodiscard]] std::span<const float> weights() const { return weights_; }
  void set_weights(std::span<const float> weights);

 private:
  void score(std::size_t first_layer, std::span<const float> rows);
  void score_with_graph(const Observation& rows);
  void score_whole_jobs(const Observation& rows);
  void score_slots(const Observation& rows);
  [[nodiscard]] std::span<const float* const> layers();

  Architecture architecture_;
  std::vector<float> weights_, logits_;
  std::vector<DenseLayer> layers_;
  std::vector<const float*> layer_weights_;
  std::vector<float> rows_;  ///< The rows with the embeddings of the graph network appended.
};

/// Weights at the start of a training: hidden layers drawn from `seed` (He et al., ICCV 2015), last
/// layers zero.
std::vector<float> initial_weights(const Architecture& architecture, std::uint64_t seed);

}  // namespace kairos
