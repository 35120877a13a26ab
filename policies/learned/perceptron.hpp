// A perceptron that turns every row of numbers into one number:
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

/// Writes one logit for each of the rows, which follow one another.
void score_rows(const Perceptron& perceptron, std::span<const float> rows, std::span<float> logits);

/// Computes relu(x W + b) of one layer for an x that is mostly zero.
void dense_sparsely(std::span<const float> x, const float* weights, std::span<float> result);

}  // namespace kairos
