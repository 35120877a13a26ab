// The networks of policies/learned as functions that LibTorch can differentiate. LibTorch's tensor
// is only declared here, because <torch/torch.h> takes 20 s to compile.
#pragma once

#include <cstdint>
#include <initializer_list>

#include "policies/learned/architecture.hpp"

namespace at {  // NOLINT(readability-identifier-naming): the library's
class Tensor;
}

namespace kairos {

/// A view of memory, which must outlive the tensor.
at::Tensor floats(const float* data, std::initializer_list<std::int64_t> shape);

/// The logits that Network::logits() gives for questions the network answers; all weights are in
/// one flat tensor.
at::Tensor logits(const Architecture& architecture, Question question, const at::Tensor& weights,
                  const Observation& rows);

}  // namespace kairos
