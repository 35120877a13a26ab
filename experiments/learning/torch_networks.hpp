// The networks of policies/learned once more, as functions that LibTorch can differentiate.
#pragma once

#include <torch/torch.h>

#include "policies/learned/architecture.hpp"

namespace kairos {

/// A view of memory that outlives it.
torch::Tensor floats(const float* data, std::initializer_list<std::int64_t> shape);

/// As Network::logits() where the network answers, of weights in one flat tensor.
torch::Tensor logits(const Architecture& architecture, Question question,
                     const torch::Tensor& weights, const Observation& rows);

}  // namespace kairos
