// Scatter-add: adds each row of a tensor to the row of the output that its index names.
//
//   out[index[r], c] = sum over all r with this index of x[r, c]
//
// Inputs: x [rows, columns] and indices [rows]. Output: [`rows`, columns].
//   1 vector operation per (row, column)
// Example: 100,000 points of 64 numbers in 256 clusters need 6.4 M operations.
// How far to trust it: exact without contention; many rows with one index may have to wait for each
// other, which is not modelled.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class ScatterAdd final : public OperatorKind {
 public:
  struct Options {
    std::int64_t rows = 1;

    void describe(Fields& f) { f("rows", rows, "number of rows of the output").at_least(1); }
  };
  explicit ScatterAdd(const Options& options) : rows_(options.rows) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(inputs.size() == 2 && inputs[0]->shape.size() == 2 &&
                       inputs[1]->shape == Shape{inputs[0]->shape[0]},
                   inputs, "rows, and one index for each");
    const Shape& x = inputs[0]->shape;
    Inferred result;
    result.axes = {{"rows", x[0], AxisKind::reduction}, {"columns", x[1]}};
    result.reads = {{along(0), along(1)}, {along(0)}};
    result.outputs = {{{rows_, x[1]}, {whole_dimension(), along(1)}, inputs[0]->type}};
    result.work = {{ComputeUnit::vector, 1}};
    return result;
  }

 private:
  std::int64_t rows_;
};

const Register<OperatorKind, ScatterAdd> registered{
    "scatter_add", "adds rows to the rows of the output that their indices name"};

}  // namespace
}  // namespace kairos
