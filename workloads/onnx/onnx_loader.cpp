// Loads kairos_onnx.so on demand, so that only those who read an ONNX file pay for its libraries.
#include "sim/base/module.hpp"
#include "workloads/onnx/onnx_model.hpp"

namespace kairos {

bool parse_onnx(const std::string& contents, OnnxModel& model) {
  using Parser = bool (*)(const std::string&, OnnxModel&);
  const auto parse = reinterpret_cast<Parser>(
      find_in_module({"kairos_onnx.so", "kairos_parse_onnx", "the reader of ONNX files",
                      "build it (install libonnx-dev and configure with -DKAIROS_ONNX=ON), or set "
                      "KAIROS_MODULE_DIR to its folder"}));
  return parse(contents, model);
}

}  // namespace kairos
