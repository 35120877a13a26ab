// Pointwise operator: each value of the output depends on one value of each input, which are
// broadcast to the same shape.
//
//   operations = elements of the output * operations at one point
//
// Inputs: one or more tensors. `operations` counts those of the vector unit at one point, by
// default one for each input after the first and at least one; `special` counts exponentials and
// other transcendental functions. Axes: one for each dimension of the output. The output may be
// written over the first input if both have the same shape and type.
//
// Examples: a residual addition has two inputs. SiLU times a gate, as in the feed-forward part of
// Llama, has two inputs, 3 operations (a sum, a division and a product) and 1 special one. A rotary
// embedding has the three inputs values, cosines and sines, and 3 operations.
// How far to trust it: special functions count as one operation each, whatever their algorithm.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Pointwise final : public OperatorKind {
 public:
  struct Options {
    std::optional<double> operations;
    double special = 0;
    std::optional<DataType> type;

    void describe(Fields& f) {
      f("operations", operations,
        "operations of the vector unit at one point; default: one for each input after the first, "
        "but at least one")
          .not_negative();
      f("special", special, "transcendental functions, such as exponentials, at one point")
          .not_negative();
      f("type", type, "data type of the output; default: that of the first input");
    }
  };
  explicit Pointwise(Options options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 64, "one to 64 tensors");
    Shape shape = inputs.front()->shape;
    for (const Tensor* input : inputs.subspan(1)) shape = broadcast(shape, input->shape);
    Inferred result;
    result.axes = axes_of(shape);
    for (const Tensor* input : inputs) {
      result.reads.push_back(broadcast_forms(input->shape, shape));
    }
    const DataType type = options_.type.value_or(inputs.front()->type);
    const double usual = inputs.size() > 2 ? static_cast<double>(inputs.size() - 1) : 1;
    result.work = {{ComputeUnit::vector, options_.operations.value_or(usual)}};
    if (options_.special > 0) result.work.push_back({ComputeUnit::special, options_.special});
    result.in_place = inputs.front()->shape == shape && inputs.front()->type == type;
    result.outputs = {{std::move(shape), one_by_one(result.axes.size()), type}};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Pointwise> registered{
    "pointwise", "one value from one value of each input, such as an activation or an addition"};

}  // namespace
}  // namespace kairos
