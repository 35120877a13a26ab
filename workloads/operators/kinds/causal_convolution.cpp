// A convolution along the rows of a sequence, each channel on its own, which sees no later rows.
//
//   result[b, r, c] = bias[c] + sum over k of weights[c, k] * x[b, r + k - (kernel - 1), c]
//
// Inputs: x [batch, rows, channels], weights [channels, kernel], the bias [channels] if there is
// one, and the last kernel - 1 rows before x, if there are any [batch, kernel - 1, channels].
// Example: 4 rows of 3328 channels with a kernel of 4 need 2 * 4 * 3328 * 4 = 106,496 operations.
// How far to trust it: exact, with halos; operations for rows before the first one are counted.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class CausalConvolution final : public OperatorKind {
 public:
  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(inputs.size() >= 2 && inputs.size() <= 4 && inputs[0]->shape.size() == 3 &&
                       inputs[1]->shape.size() == 2 && inputs[1]->shape[0] == inputs[0]->shape[2],
                   inputs, "a sequence, a kernel for each of its channels, a bias and past rows");
    const Shape& x = inputs[0]->shape;
    const std::int64_t kernel = inputs[1]->shape[1];
    Inferred result;
    result.axes = {{"batch", x[0]},
                   {"rows", x[1]},
                   {"channels", x[2]},
                   {"kernel", kernel, AxisKind::reduction}};
    const auto rows_before = [&](std::int64_t before) {
      return std::vector<Form>{along(0), {{{1, 1}, {3, 1}}, -before}, along(2)};
    };
    result.reads = {rows_before(kernel - 1), {along(2), along(3)}};
    for (const Tensor* more : inputs.subspan(2)) {
      require_shapes(more->shape.size() == 1 || more->shape.size() == 3, inputs,
                     "a bias of one dimension, and past rows of three");
      result.reads.push_back(more->shape.size() == 1 ? std::vector<Form>{along(2)}
                                                     : rows_before(0));
    }
    result.outputs = {{x, {along(0), along(1), along(2)}, inputs[0]->type}};
    result.work = {{ComputeUnit::vector, 2}};
    return result;
  }
};

const Register<OperatorKind, CausalConvolution> registered{
    "causal_convolution", "1-d convolution of each channel of a sequence with its earlier rows"};

}  // namespace
}  // namespace kairos
