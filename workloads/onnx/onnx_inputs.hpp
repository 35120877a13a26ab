// The inputs of an ONNX model as tensors with a role and known extents.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "workloads/onnx/onnx_node.hpp"

namespace kairos {

/// The inputs and initializers of a model, in the order of the file. Throws InputError if an extent
/// is open or if a binding names no open extent.
std::vector<OnnxValue> onnx_inputs(const OnnxModel& model,
                                   const std::map<std::string, std::int64_t>& bindings);

}  // namespace kairos
