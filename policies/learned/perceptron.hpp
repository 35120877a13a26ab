// One number per row of numbers:
//
//   w3 . relu(W2 relu(W1 row + b1) + b2) + b3
#pragma once

#include <cstddef>
#include <span>

namespace kairos {

struct Perceptron {
  std::size_t inputs, first_hidden, second_hidden;
  const float* weights;  ///< W1 (inputs x first) row by row, b1, W2 (first x second), b2, w3, b3.
};

/// `rows` follow one another, as many as `logits`.
void score_rows(const Perceptron& perceptron, std::span<const float> rows, std::span<float> logits);

/// relu(x W + b) of one layer, where most of x is zero.
void dense_sparsely(std::span<const float> x, const float* weights, std::span<float> result);

}  // namespace kairos
