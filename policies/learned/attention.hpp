// Attention over tasks, then over places, following SCARL (Cheong, Lee, Yeom, Woo: SCARL: Attentive
// reinforcement learning-based scheduling in a multi-resource heterogeneous cluster, IEEE Access 7,
// 2019). Jobs and machines are embedded and a glimpse summarises each side. Additive attention then
// points at a job and, with that job in the query, at a machine.
//
//   tasks   e_i = tanh(A t_i),  c = sum_i softmax(v e)_i e_i,  logit_i = u tanh(Q c + R e_i)
//   places  k_j = tanh(B p_j),  e = tanh(A t) of the task,  c = sum_j softmax(k e / 4)_j k_j,
//           logit_j = u' tanh(Q' [e, c] + R' k_j)
//
// All layers have biases, and each embedding has 16 numbers.
#pragma once

#include <span>

#include "policies/learned/architecture.hpp"

namespace kairos {

/// Writes a logit for every row, without the prior. `layers` points to the weights of each layer.
void attend(const Architecture& architecture, std::span<const float* const> layers,
            Question question, const Observation& rows, std::span<float> logits);

}  // namespace kairos
