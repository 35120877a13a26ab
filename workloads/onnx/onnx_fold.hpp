// Folds the arithmetic of shapes: values that are known while a model is read.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "workloads/onnx/onnx_node.hpp"

namespace kairos {

/// True for operators that can only be folded, such as Shape.
bool is_folded_onnx_operator(const OnnxNode& node);
/// The output of a node if it is known: that of Shape, or of arithmetic with known values. The role
/// and the name are left to the caller.
std::optional<OnnxValue> fold(const OnnxNodeView& node);

/// The values of the outputs of an operator that only moves values, such as a transposition, taken
/// along its forms. Empty if a value is not known or if there are too many.
std::vector<std::vector<double>> moved_values(const Inferred& inferred, std::string_view kind,
                                              const std::vector<const OnnxValue*>& inputs);

}  // namespace kairos
