// Expansion: a tensor is repeated along dimensions whose extent is 1.
//
//   out[i, j] = in[0, j] for all i
//
// There are no operations, but the values are written. Axes: one for each dimension of the output.
//
// Example: `shape: [8, 1, 768]` repeats a class token of 1 x 1 x 768 for a batch of 8.
// How far to trust it: a reader that broadcasts by itself avoids this traffic.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Expand final : public OperatorKind {
 public:
  struct Options {
    std::vector<std::uint64_t> shape;

    void describe(Fields& f) {
      f("shape", shape,
        "shape to which the input is broadcast; extents of 1 keep those of the input")
          .required();
    }
  };
  explicit Expand(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    Shape shape(options_.shape.begin(), options_.shape.end());
    require_valid(shape);
    shape = broadcast(inputs[0]->shape, shape);
    Inferred result;
    result.axes = axes_of(shape);
    result.reads = {broadcast_forms(inputs[0]->shape, shape)};
    result.outputs = {{std::move(shape), one_by_one(result.axes.size()), inputs[0]->type}};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Expand> registered{
    "expand", "a tensor that is repeated along dimensions of extent 1"};

}  // namespace
}  // namespace kairos
