// Split of a tensor into several along one dimension.
//
//   out_i = in[begin_i, begin_i + size_i);   begin_i = sum of the sizes before it
//
// There are no operations, but all values move. Axes: one for each dimension of the input. A tile
// writes those parts of the outputs that it contains.
//
// Example: `sizes: [58, 58]` makes two tensors of 58 channels from one of 116.
// How far to trust it: readers that address a part of the input avoid this traffic.
#include <numeric>

#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Split final : public OperatorKind {
 public:
  struct Options {
    std::int64_t axis = 1;
    std::vector<std::uint64_t> sizes;

    void describe(Fields& f) {
      f("axis", axis, "dimension that is cut; -1 is the last one");
      f("sizes", sizes, "extents of the outputs along this dimension")
          .must([](const auto& values) { return !values.empty() && values.size() <= 4096; },
                "one to 4096 whole numbers")
          .required();
    }
  };
  explicit Split(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& shape = inputs[0]->shape;
    const std::size_t axis = dimension_of(options_.axis, shape);
    Inferred result;
    result.axes = axes_of(shape);
    result.reads = {one_by_one(shape.size())};
    std::int64_t begin = 0;
    for (const std::uint64_t size : options_.sizes) {
      Inferred::Output output{shape, one_by_one(shape.size()), inputs[0]->type};
      output.shape[axis] = static_cast<std::int64_t>(size);
      require_valid(output.shape);
      output.dimensions[axis].offset = -begin;
      begin += output.shape[axis];
      result.outputs.push_back(std::move(output));
    }
    if (begin != shape[axis]) {
      throw InputError("the sizes have a sum of " + std::to_string(begin) + ", but dimension " +
                       std::to_string(axis) + " of " + shown(shape) + " has an extent of " +
                       std::to_string(shape[axis]));
    }
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Split> registered{
    "split", "several tensors from the parts of one along one dimension"};

}  // namespace
}  // namespace kairos
