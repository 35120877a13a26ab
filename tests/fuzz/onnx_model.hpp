// A small network as an ONNX file, to be damaged.
#pragma once

#include <string>

namespace kairos::fuzz {

/// A convolution, a pooling, folded shape arithmetic, a reshape and a matrix product.
std::string small_onnx_model();

}  // namespace kairos::fuzz
