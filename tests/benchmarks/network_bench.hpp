// Measures how fast networks are read, built, lowered to job graphs and costed.
#pragma once

#include <optional>

namespace kairos {

/// The time of `kairos operators resnet50.onnx`, the start of the program included; empty if the
/// reference file is not there.
std::optional<double> onnx_resnet50_ms();

/// The time in which a prompt of 2048 tokens of Llama-2-7B, of 484 operators, is built, lowered and
/// costed by the roofline.
double lower_llama2_7b_prefill_ms();
/// The time for 208 such requests, cut along the batch into about 100,000 tiles.
double lower_llama2_7b_tiles_s();

}  // namespace kairos
