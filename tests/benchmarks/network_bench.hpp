// Measures how fast networks are read.
#pragma once

#include <optional>

namespace kairos {

/// The time of `kairos operators resnet50.onnx`, the start of the program included; empty if the
/// reference file is not there.
std::optional<double> onnx_resnet50_ms();

}  // namespace kairos
