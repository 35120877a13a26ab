// Concatenation of tensors along one dimension.
//
//   out = [in_0, in_1, ...];   input i begins at the sum of the extents of those before it
//
// Inputs: two or more tensors whose other extents agree; one is copied. There are no operations,
// but all values move. Axes: one for each dimension of the output. A tile reads those parts of the
// inputs that it contains.
//
// Example: 64, 128, 32 and 32 channels of 28 x 28 make 256. Channels 0 to 127 of the output read
// all of the first input and 64 channels of the second one.
// How far to trust it: writers that put their output in the right place from the beginning avoid
// this traffic; the transform `fuse` is for that.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Concatenation final : public OperatorKind {
 public:
  struct Options {
    std::int64_t axis = 1;

    void describe(Fields& f) {
      f("axis", axis, "dimension along which tensors follow each other; -1 is the last one");
    }
  };
  explicit Concatenation(Options options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 4096, "one to 4096 tensors");
    Shape shape = inputs[0]->shape;
    const std::size_t axis = dimension_of(options_.axis, shape);
    shape[axis] = 0;
    Inferred result;
    for (const Tensor* input : inputs) {
      Shape others = input->shape;
      if (others.size() == shape.size()) others[axis] = shape[axis];
      if (others != shape) {
        throw InputError("tensors of " + shown(inputs[0]->shape) + " and " + shown(input->shape) +
                         " do not fit; all extents but those of dimension " + std::to_string(axis) +
                         " must be equal");
      }
      result.reads.push_back(one_by_one(shape.size()));
      result.reads.back()[axis].offset = -shape[axis];
      shape[axis] += input->shape[axis];
    }
    result.axes = axes_of(shape);
    result.outputs = {{std::move(shape), one_by_one(result.axes.size()), inputs[0]->type}};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Concatenation> registered{
    "concatenation", "several tensors one after the other along one dimension"};

}  // namespace
}  // namespace kairos
