// A check of the shapes of an operator's inputs.
#pragma once

#include <span>
#include <string>

#include "sim/base/error.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {

/// Throws InputError, with all shapes in its message, unless a condition holds. `expected`
/// completes "expected ...".
inline void require_shapes(bool holds, std::span<const Tensor* const> inputs,
                           const char* expected) {
  if (holds) return;
  std::string found;
  for (const Tensor* input : inputs) found += (found.empty() ? "" : ", ") + shown(input->shape);
  throw InputError("expected " + std::string(expected) + ", found the shapes (" + found + ")");
}

/// True if all tensors have this number of dimensions.
inline bool all_have_rank(std::span<const Tensor* const> inputs, std::size_t rank) {
  return std::ranges::all_of(inputs, [=](const Tensor* t) { return t->shape.size() == rank; });
}

}  // namespace kairos
