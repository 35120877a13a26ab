// Padding of a tensor with values around it; negative numbers cut values off.
//
//   out[i] = in[i - before] where that exists
//
// There are no operations, but the values move. Axes: one for each dimension of the output.
//
// Example: `before: [0, 0, 1, 1], after: [0, 0, 1, 1]` makes 3 x 34 x 34 of an image of
// 3 x 32 x 32.
// How far to trust it: a convolution that pads by itself avoids this traffic.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Pad final : public OperatorKind {
 public:
  struct Options {
    std::vector<std::int64_t> before, after;

    void describe(Fields& f) {
      const auto small = [](const auto& values) {
        return std::ranges::all_of(
            values, [](std::int64_t v) { return v <= largest_extent && v >= -largest_extent; });
      };
      f("before", before, "indices added before the first one, one number for each dimension")
          .must(small, "whole numbers from -2^40 to 2^40")
          .required();
      f("after", after, "indices added after the last one, one number for each dimension")
          .must(small, "whole numbers from -2^40 to 2^40")
          .required();
    }
  };
  explicit Pad(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    Shape shape = inputs[0]->shape;
    if (options_.before.size() != shape.size() || options_.after.size() != shape.size()) {
      throw InputError("'before' and 'after' must have one number for each dimension of " +
                       shown(shape));
    }
    std::vector<Form> read = one_by_one(shape.size());
    for (std::size_t d = 0; d < shape.size(); ++d) {
      shape[d] += options_.before[d] + options_.after[d];
      read[d].offset = -options_.before[d];
    }
    Inferred result;
    result.axes = axes_of(shape);
    result.reads = {std::move(read)};
    result.outputs = {{std::move(shape), one_by_one(result.axes.size()), inputs[0]->type}};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Pad> registered{"pad", "a tensor with values added around it"};

}  // namespace
}  // namespace kairos
