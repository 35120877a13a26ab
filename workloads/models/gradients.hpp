// Adds the operators of a training step to the graph of a forward pass.
//
// An operator y = f(x, w) has one gradient operator for each input. It has the same axes and the
// same work, reads the gradient of y and the other inputs, and writes the gradient of its input:
//
//   forward    y[r, c] = sum over d of x[r, d] w[c, d]      axes r, c; sums over d
//   of x      gx[r, d] = sum over c of gy[r, c] w[c, d]     axes r, d; sums over c
//   of w      gw[c, d] = sum over r of gy[r, c] x[r, d]     axes c, d; sums over r
//
// So a matrix product or convolution costs twice its forward pass, as is well known. An addition
// passes its gradient on. A gradient of several readers is the sum of theirs.
// Example: the 54 products and convolutions of ResNet-50 have 53 gradients of inputs (none of the
// image) and 54 of weights.
// How far to trust it: products and convolutions are exact. Fused attention counts three times its
// forward pass, published kernels 2.5 times. Gradients of pointwise operators count the operations
// of the forward pass.
#pragma once

#include "workloads/operators/operator_graph.hpp"

namespace kairos {

enum class GradientReach : std::uint8_t {
  whole,  ///< From one loss at the end back to the first layer.
  layer,  ///< From a loss of its own for every layer, to the beginning of that layer.
};

/// Adds losses, gradients and an update of every weight that has a gradient.
void add_gradients(OperatorGraph& graph, GradientReach reach);

/// Adds a second forward pass with the same weights, and an update of every weight from the
/// difference of both results (zeroth-order training).
void add_second_pass(OperatorGraph& graph);

}  // namespace kairos
