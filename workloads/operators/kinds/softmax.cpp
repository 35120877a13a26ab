// Softmax along one dimension.
//
//   out[i] = exp(in[i] - max) / sum over j of exp(in[j] - max)
//
// It takes one exponential and four operations of the vector unit at each point: for the maximum,
// the difference, the sum and the quotient. Axes: one for each dimension; that of the softmax
// cannot be split. The output may be written over the input.
//
// Example: the scores of 32 heads, 128 rows and 2048 keys take 8.4 M exponentials and 33.6 M other
// operations.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Softmax final : public OperatorKind {
 public:
  struct Options {
    std::int64_t axis = -1;

    void describe(Fields& f) {
      f("axis", axis, "dimension along which values sum to 1; -1 is the last one");
    }
  };
  explicit Softmax(Options options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& shape = inputs[0]->shape;
    Inferred result;
    result.axes = axes_of(shape);
    result.axes[dimension_of(options_.axis, shape)].kind = AxisKind::sequential;
    result.reads = {one_by_one(shape.size())};
    result.outputs = {{shape, one_by_one(shape.size()), inputs[0]->type}};
    result.work = {{ComputeUnit::vector, 4}, {ComputeUnit::special, 1}};
    result.in_place = true;
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Softmax> registered{
    "softmax", "softmax along one dimension, such as that of the keys in attention"};

}  // namespace
}  // namespace kairos
