// The networks of policies/learned as functions that LibTorch can differentiate.
#pragma once

#include <torch/torch.h>

#include "policies/learned/architecture.hpp"

namespace kairos {

/// A view of memory, which must outlive the tensor.
torch::Tensor floats(const float* data, std::initializer_list<std::int64_t> shape);

/// The logits that Network::logits() gives for questions the network answers; all weights are in
/// one flat tensor.
torch::Tensor logits(const Architecture& architecture, Question question,
                     const torch::Tensor& weights, const Observation& rows);

}  // namespace kairos
