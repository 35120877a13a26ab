// Embeddings of the tasks of a graph, computed from messages that each task sends to its inputs:
//
//   x_v = m1(row of v)
//   e_v = x_v + m3(sum over the children u of v: m2(e_u)),  hops times, beginning with e = x
//
// Here m1, m2 and m3 are two dense layers each with leaky ReLUs, shared by all tasks and hops. A
// task without children keeps x. The embedding e therefore describes the descendants of a task
// within `hops` edges. It follows Decima (Mao et al., SIGCOMM 2019), whose messages go from the
// leaves up, level by level.
#pragma once

#include <Eigen/Dense>

#include "policies/learned/architecture.hpp"

namespace kairos {

inline constexpr float leak = 0.2F;  ///< The slope of the leaky ReLU for negative numbers.
/// The factor by which sums over jobs and tasks are multiplied, to keep them of order one.
inline constexpr float sum_share = 0.1F;

template <int columns>
using Rows = Eigen::Matrix<float, Eigen::Dynamic, columns, Eigen::RowMajor>;
using Embeddings = Rows<static_cast<int>(node_embedding)>;

/// One dense layer with a leaky ReLU. `weights` are ordered as in Architecture.
template <int outputs, class Input>
Rows<outputs> leaky_layer(const Input& x, const float* weights) {
  constexpr int inputs = Input::ColsAtCompileTime;
  const Eigen::Map<const Eigen::Matrix<float, inputs, outputs, Eigen::RowMajor>> w(weights);
  const Eigen::Map<const Eigen::Matrix<float, 1, outputs>> b(weights +
                                                             std::ptrdiff_t{inputs} * outputs);
  Rows<outputs> y = x.lazyProduct(w);
  y.rowwise() += b;
  return y.cwiseMax(leak * y);
}

/// Two dense layers that turn rows of numbers into embeddings.
template <class Input>
Embeddings embed(const Input& x, const float* weights) {
  constexpr int hidden = static_cast<int>(node_hidden);
  constexpr std::ptrdiff_t first = (Input::ColsAtCompileTime + 1L) * hidden;
  return leaky_layer<static_cast<int>(node_embedding)>(leaky_layer<hidden>(x, weights),
                                                       weights + first);
}

/// The embeddings of all tasks of the graph. `weights` holds m1, m2 and m3 one after the other.
Embeddings embeddings(const TaskGraph& graph, std::uint64_t hops, const float* weights);

}  // namespace kairos
