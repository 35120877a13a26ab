// Combine: the weighted sum of the results of the experts picked for every row.
//
// Inputs: weights of the experts [rows, top], and the results of each expert that has rows
// [rows of the expert, width]. Output: [rows, width].
//   2 vector operations per (row, column, expert picked)
// Example: 32 rows of 4096 numbers with 2 experts each need 524,288 operations.
// How far to trust it: exact in total. A tile of some rows may need any rows of an expert.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class Combine final : public OperatorKind {
 public:
  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(inputs.size() >= 2 && all_have_rank(inputs, 2), inputs,
                   "weights of the experts, and the results of one or more experts");
    const std::int64_t rows = inputs[0]->shape[0], width = inputs[1]->shape[1];
    const Form any{{{0, 1}}, 0, Form::Access::indexed};
    Inferred result;
    result.axes = {{"rows", rows}, {"columns", width}};
    result.reads.push_back({along(0), whole_dimension()});
    for (const Tensor* expert : inputs.subspan(1)) {
      require_shapes(expert->shape[1] == width, inputs, "results of equal widths");
      result.reads.push_back({any, along(1)});
    }
    result.outputs = {{{rows, width}, {along(0), along(1)}, inputs[1]->type}};
    result.work = {{ComputeUnit::vector, 2 * static_cast<double>(inputs[0]->shape[1])}};
    return result;
  }
};

const Register<OperatorKind, Combine> registered{
    "combine", "weighted sum of the results of the experts picked for every row"};

}  // namespace
}  // namespace kairos
