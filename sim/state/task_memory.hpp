// What a task takes from and brings into memory.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "sim/state/job_table.hpp"

namespace kairos {

/// Rounds up to whole bytes, so that sums are exact.
inline Bytes whole(Bytes bytes) {
  return Bytes(std::ceil(bytes.value()));
}

/// The tensors that a task makes, each of them once, with their sizes.
inline std::vector<std::pair<JobTensorId, Bytes>> outputs_of(TaskHandle task) {
  const JobGraph& graph = task.graph();
  std::vector<std::pair<JobTensorId, Bytes>> outputs;
  for (const Edge& output : graph.outputs(task.id())) {
    const auto is_known = [&](const auto& other) { return other.first == output.tensor; };
    if (graph.is_shared(output.tensor) && std::ranges::any_of(outputs, is_known)) continue;
    outputs.emplace_back(output.tensor, whole(task.job().bytes(output)));
  }
  return outputs;
}

/// The bytes that a task makes.
inline Bytes made_by(TaskHandle task) {
  Bytes sum;
  for (const auto& [id, bytes] : outputs_of(task)) sum += bytes;
  return sum;
}

}  // namespace kairos
