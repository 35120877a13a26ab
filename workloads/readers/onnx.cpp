// Reader of ONNX files (onnx.ai), as PyTorch, TensorFlow and others export them. It needs no
// weights: external data may be missing. See workloads/onnx/onnx_import.hpp for what becomes of the
// nodes and docs/networks.md for a walk through.
#include <filesystem>

#include "sim/base/registry.hpp"
#include "workloads/onnx/onnx_import.hpp"
#include "workloads/readers/reader.hpp"

namespace kairos {
namespace {

class OnnxReader final : public Reader {
 public:
  [[nodiscard]] bool recognises(const Source& source) const override {
    return source.path.ends_with(".onnx");
  }

  [[nodiscard]] Value read(const Source& source, const Settings& settings) const override {
    const SourceLocation place{std::make_shared<const std::string>(source.path), 0, 0};
    try {
      OnnxModel model;
      if (!parse_onnx(source.contents, model)) {
        throw InputError("this is not an ONNX model, or it is damaged; export it again");
      }
      NetworkDocument network = import_onnx(model, settings.bindings);
      network.name = std::filesystem::path(source.path).stem().string();
      network.source = "ONNX file " + std::filesystem::path(source.path).filename().string();
      return placed(Codec<NetworkDocument>::write(network), place);
    } catch (const InputError& error) {
      if (error.place().file) throw;
      throw InputError(place, error.what());
    }
  }

 private:
  /// The document with the file as the place of all its parts.
  static Value placed(Value value, const SourceLocation& place) {
    value.place = place;
    for (Value& item : value.items) item = placed(std::move(item), place);
    for (Value::Entry& entry : value.entries) entry.value = placed(std::move(entry.value), place);
    return value;
  }
};

const Register<Reader, OnnxReader> registered{"onnx",
                                              "a network as an ONNX file, without its weights"};

}  // namespace
}  // namespace kairos
