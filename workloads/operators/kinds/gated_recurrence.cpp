// A gated recurrence of each channel on its own, as in HGRN and the MatMul-free language model.
//
//   h[r] = f[r] * h[r - 1] + (1 - f[r]) * i[r]          4 vector operations per (row, channel)
//
// Inputs: i and f [batch, rows, channels], and the state before if there is one [batch, channels].
// Outputs: h of all rows, and the last one as state.
// Example: one row of 2048 channels needs 8,192 operations and keeps 2048 numbers.
// How far to trust it: exact for the sequential form. Parallel scans do up to twice the operations.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class GatedRecurrence final : public OperatorKind {
 public:
  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes((inputs.size() == 2 || inputs.size() == 3) &&
                       all_have_rank(inputs.first(2), 3) && inputs[0]->shape == inputs[1]->shape,
                   inputs, "inputs and gates of equal shapes, and perhaps the state");
    const Shape& x = inputs[0]->shape;
    const std::vector<Form> all{along(0), along(1), along(2)}, kept{along(0), along(2)};
    Inferred result;
    result.axes = {{"batch", x[0]}, {"rows", x[1], AxisKind::sequential}, {"channels", x[2]}};
    result.reads = {all, all};
    if (inputs.size() == 3) result.reads.push_back(kept);
    result.outputs = {{x, all, inputs[0]->type}, {{x[0], x[2]}, kept, inputs[0]->type}};
    result.work = {{ComputeUnit::vector, 4}};
    return result;
  }
};

const Register<OperatorKind, GatedRecurrence> registered{
    "gated_recurrence", "gated recurrence of each channel of a sequence, which keeps a state"};

}  // namespace
}  // namespace kairos
