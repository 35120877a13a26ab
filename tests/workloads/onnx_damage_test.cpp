// Imports models with random nodes, attributes, shapes and values. Whatever they contain, the only
// exception is an InputError with a message of at most 500 characters.
#include <array>
#include <cstdlib>
#include <limits>

#include <gtest/gtest.h>

#include "sim/base/random.hpp"
#include "tests/support/onnx_models.hpp"
#include "workloads/onnx/onnx_import.hpp"
#include "workloads/operators/graph_width.hpp"
#include "workloads/operators/live_bytes.hpp"
#include "workloads/operators/operator_table.hpp"

namespace kairos {
namespace {

constexpr std::array types{"Add",
                           "ArgMax",
                           "AveragePool",
                           "BatchNormalization",
                           "Cast",
                           "Clip",
                           "Concat",
                           "Constant",
                           "ConstantOfShape",
                           "Conv",
                           "Div",
                           "Dropout",
                           "Equal",
                           "Expand",
                           "Flatten",
                           "Gather",
                           "Gemm",
                           "Identity",
                           "LayerNormalization",
                           "MatMul",
                           "MaxPool",
                           "Mul",
                           "Pad",
                           "Pow",
                           "Range",
                           "ReduceMean",
                           "Relu",
                           "Reshape",
                           "Resize",
                           "Shape",
                           "Size",
                           "Slice",
                           "Softmax",
                           "Split",
                           "Squeeze",
                           "Tile",
                           "Transpose",
                           "Unsqueeze",
                           "Upsample",
                           "Where",
                           "ConvTranspose",
                           "GlobalMaxPool",
                           "GroupNormalization",
                           "InstanceNormalization"};
constexpr std::array attributes{
    "axes",           "axis",         "strides",      "pads",
    "dilations",      "kernel_shape", "group",        "to",
    "keepdims",       "perm",         "split",        "value",
    "ceil_mode",      "transA",       "output_shape", "starts",
    "ends",           "scales",       "num_groups",   "epsilon",
    "output_padding", "auto_pad",     "value_ints",   "mode",
    "num_outputs",    "shape",        "allowzero",    "noop_with_empty_axes"};
constexpr std::array<std::int64_t, 16> numbers{0,
                                               1,
                                               1,
                                               2,
                                               2,
                                               3,
                                               4,
                                               8,
                                               -1,
                                               -2,
                                               100,
                                               1LL << 20,
                                               1LL << 40,
                                               -(1LL << 62),
                                               std::numeric_limits<std::int64_t>::max(),
                                               std::numeric_limits<std::int64_t>::min()};

/// Makes models at random.
class Damage {
 public:
  explicit Damage(Random random) : random_(random) {}

  OnnxModel model() {
    OnnxBuilder builder;
    builder.model.opset = std::array{1, 7, 9, 11, 13, 18, 22}[random_.index(7)];
    builder.input("x", {1, 4, 8, 8}).input("n", shape(), onnx_int64);
    names_ = {"x", "n"};
    for (int i = 0; i < 6; ++i) {
      names_.push_back("i" + std::to_string(i));
      builder.model.initializers.push_back(tensor(names_.back()));
    }
    const std::size_t nodes = 1 + random_.index(6);
    for (std::size_t i = 0; i < nodes; ++i) add_node(builder.model, i);
    return std::move(builder.model);
  }

 private:
  std::int64_t number() { return numbers[random_.index(numbers.size())]; }
  std::int64_t small() { return static_cast<std::int64_t>(random_.index(5)); }
  Shape shape() {
    Shape shape(random_.index(5));
    const bool is_wild = random_.index(8) == 0;
    for (std::int64_t& extent : shape) extent = is_wild ? number() : small();
    return shape;
  }
  /// A tensor whose values are known if there are few and the shape is valid.
  OnnxTensor tensor(const std::string& name) {
    OnnxTensor tensor{name, static_cast<OnnxType>(random_.index(5) == 0 ? random_.index(25) : 7),
                      shape(), std::nullopt};
    if (random_.index(3) == 0) tensor.shape = {small()};
    const double count = elements(tensor.shape);
    if (!is_countable(tensor.shape) || count > 64) return tensor;
    tensor.values.emplace();
    for (double i = 0; i < count; ++i) {
      tensor.values->push_back(static_cast<double>(random_.index(4) == 0 ? number() : small()));
    }
    return tensor;
  }
  std::vector<std::int64_t> list() {
    std::vector<std::int64_t> values(random_.index(6));
    for (std::int64_t& value : values) value = random_.index(3) == 0 ? number() : small();
    return values;
  }
  OnnxAttribute attribute() {
    switch (random_.index(5)) {
      case 0:
        return onnx_integer(number());
      case 1:
        return onnx_integer(small());
      case 2:
        return onnx_text(random_.index(2) == 0 ? "SAME_UPPER" : "linear");
      case 3: {
        OnnxAttribute made;
        made.kind = OnnxAttribute::Kind::tensor;
        made.tensor = tensor("");
        return made;
      }
      default:
        return onnx_integers(list());
    }
  }
  void add_node(OnnxModel& model, std::size_t i) {
    OnnxNode node{"node", types[random_.index(types.size())], "", {}, {}, {}};
    const std::size_t inputs = random_.index(5);
    for (std::size_t k = 0; k < inputs; ++k) {
      node.inputs.push_back(k == 0 && random_.index(2) == 0 ? "x"
                                                            : names_[random_.index(names_.size())]);
      if (random_.index(12) == 0) node.inputs.back().clear();
    }
    const std::size_t outputs = random_.index(4);
    for (std::size_t k = 0; k < outputs; ++k) {
      node.outputs.push_back("t" + std::to_string(i) + "." + std::to_string(k));
      names_.push_back(node.outputs.back());
    }
    const std::size_t count = random_.index(5);
    for (std::size_t k = 0; k < count; ++k) {
      node.attributes[attributes[random_.index(attributes.size())]] = attribute();
    }
    model.nodes.push_back(std::move(node));
  }

  Random random_;
  std::vector<std::string> names_;
};

/// Returns true if a model was read.
bool read(const OnnxModel& model) {
  try {
    const OperatorGraph graph = import_onnx(model, {}).build();
    static_cast<void>(operator_table(graph));
    static_cast<void>(width_of(graph));
    static_cast<void>(live_peak(graph, true));
    return true;
  } catch (const InputError& error) {
    EXPECT_LE(std::string(error.what()).size(), 500U);
    return false;
  }
}

TEST(OnnxDamage, IsRefusedWithAMessage) {
  const char* wanted = std::getenv("KAIROS_ONNX_MODELS");
  const std::uint64_t count = wanted == nullptr ? 20'000 : std::strtoull(wanted, nullptr, 10);
  std::uint64_t accepted = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    accepted += read(Damage(Random::stream(1, "model", i)).model()) ? 1 : 0;
  }
  EXPECT_GT(accepted, count / 100);  // Otherwise the models would say little.
}

}  // namespace
}  // namespace kairos
