// Stores tensors in other data types and computes in another one.
//
//   bytes = elements * (bits(type) + scale bits / group) / 8
//
// Example: 4096 x 4096 weights in int4 with one fp16 scale for each group of 128 take 8.39 MB for
// the elements and 0.26 MB for the scales, instead of 33.6 MB in fp16.
// With `convert`, an operator `conversion` stands in front of products and convolutions for every
// tensor that they read in another type than that of their arithmetic: the dequantisation of
// weights, or the quantisation of activations. Write `fuse` behind it if the conversion of the
// weights runs inside of the product, so that nothing of it goes through memory. Without `convert`,
// units take all types as they are, and conversions are free.
// How far to trust it: sizes are exact; the accuracy of the network is outside of this model.
#include <map>
#include <optional>

#include "sim/base/registry.hpp"
#include "workloads/transforms/rewriter.hpp"

namespace kairos {
namespace {

class Quantise final : public Transform {
 public:
  struct Options {
    std::optional<DataType> weights, activations, state, compute;
    std::uint64_t group = 0;
    DataType scale = DataType::fp16;
    std::vector<std::string> except;
    bool convert = false;

    void describe(Fields& f) {
      f("weights", weights, "data type of weights (as before if absent)");
      f("activations", activations, "data type of activations (as before if absent)");
      f("state", state, "data type of states, such as caches of keys and values");
      f("compute", compute, "data type of the arithmetic (that of the activations if absent)");
      f("group", group, "number of weights that share a scale (no scales if 0)");
      f("scale", scale, "data type of the scales of weights");
      f("except", except, "names of operators whose tensors keep their types");
      f("convert", convert,
        "whether operators convert tensors to the data type of the product that reads them");
    }
  };
  explicit Quantise(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    program.require_operators(options_.except);
    OperatorGraph& graph = program.graph;
    for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
      Operator& op = graph.edit(id);
      if (std::ranges::count(options_.except, op.name) > 0) continue;
      for (const Operand& read : op.reads) convert(graph.edit(read.tensor));
      for (const Operand& written : op.writes) convert(graph.edit(written.tensor));
      if (const auto type = options_.compute ? options_.compute : options_.activations) {
        op.type = *type;
      }
    }
    if (options_.convert) add_conversions(program);
  }

 private:
  static void add_conversions(Program& program) {
    Rewriter rewriter(program);
    std::map<std::pair<TensorId, DataType>, TensorId> known;
    for (const OperatorId id : ids<OperatorId>(rewriter.old().operators().size())) {
      Operator op = rewriter.translated(id);
      for (Operand& read : op.reads) {
        if (!needs_conversion(op, rewriter.graph().tensors()[read.tensor])) continue;
        program.require_alone(id, "quantise");
        const auto [found, is_new] = known.try_emplace({read.tensor, op.type});
        if (is_new) found->second = converted(rewriter.graph(), op, read.tensor);
        read.tensor = found->second;
      }
      rewriter.add(id, std::move(op));
    }
    rewriter.finish();
  }

  /// Products and convolutions need their inputs in the type of their arithmetic. Indices and
  /// biases are not multiplied.
  static bool needs_conversion(const Operator& op, const Tensor& tensor) {
    const bool is_index = tensor.type == DataType::int64 || tensor.type == DataType::int32;
    const bool is_bias = tensor.role == TensorRole::weight && tensor.shape.size() < 2;
    return op.operations(ComputeUnit::matrix, op.whole()) > 0 && tensor.type != op.type &&
           !is_index && !is_bias;
  }

  /// A tensor in the data type of an operator's arithmetic.
  static TensorId converted(OperatorGraph& graph, const Operator& op, TensorId id) {
    Choice<OperatorKind> kind("conversion");
    kind.options.set("type", Value::scalar(std::string(name_of(op.type))));
    const std::string name = op.name + ".from." + graph.tensors()[id].name;
    const TensorId result = graph.add(*kind.make(), kind.name, name, {id}).front();
    graph.edit(*graph.writer(result)).type = op.type;
    return result;
  }

  void convert(Tensor& tensor) const {
    if (tensor.type == DataType::int64 || tensor.type == DataType::int32) return;
    switch (tensor.role) {
      case TensorRole::weight:
        if (!options_.weights) return;
        tensor.type = *options_.weights;
        tensor.scale_bits =
            options_.group == 0 ? 0 : bits(options_.scale) / static_cast<double>(options_.group);
        return;
      case TensorRole::state:
        tensor.type = options_.state.value_or(tensor.type);
        return;
      case TensorRole::activation:
      case TensorRole::constant:
        tensor.type = options_.activations.value_or(tensor.type);
        return;
    }
  }

  Options options_;
};

const Register<Transform, Quantise> registered{
    "quantise", "stores weights, activations and states in other data types"};

}  // namespace
}  // namespace kairos
