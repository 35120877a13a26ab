// Stores tensors in other data types and computes in another one.
//
//   bytes = elements * (bits(type) + scale bits / group) / 8
//
// Example: 4096 x 4096 weights in int4 with one fp16 scale for each group of 128 take 8.39 MB for
// the elements and 0.26 MB for the scales, instead of 33.6 MB in fp16.
// How far to trust it: sizes are exact; the accuracy of the network is outside of this model. The
// work of conversions is not counted; cost models that need it take an efficiency below 1.
#include <optional>

#include "sim/base/registry.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

class Quantise final : public Transform {
 public:
  struct Options {
    std::optional<DataType> weights, activations, state, compute;
    std::uint64_t group = 0;
    DataType scale = DataType::fp16;
    std::vector<std::string> except;

    void describe(Fields& f) {
      f("weights", weights, "data type of weights (as before if absent)");
      f("activations", activations, "data type of activations (as before if absent)");
      f("state", state, "data type of states, such as caches of keys and values");
      f("compute", compute, "data type of the arithmetic (that of the activations if absent)");
      f("group", group, "number of weights that share a scale (no scales if 0)");
      f("scale", scale, "data type of the scales of weights");
      f("except", except, "names of operators whose tensors keep their types");
    }
  };
  explicit Quantise(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
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
  }

 private:
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
