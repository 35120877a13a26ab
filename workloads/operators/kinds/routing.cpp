// Routing: picks the `top` experts with the largest scores for every row, and their weights.
//
// Input: scores [rows, experts]. Outputs: the numbers of the experts picked and their weights, both
// [rows, top].
//   1 exponential and 2 vector operations per score (softmax or sigmoid, comparisons)
// Example: 256 experts of which 8 are picked, for 32 rows: 8,192 exponentials.
// How far to trust it: the order of magnitude; routing is a small part of a mixture of experts.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class Routing final : public OperatorKind {
 public:
  struct Options {
    std::uint64_t top = 1;

    void describe(Fields& f) { f("top", top, "number of experts picked for a row").at_least(1); }
  };
  explicit Routing(const Options& options) : top_(static_cast<std::int64_t>(options.top)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(
        inputs.size() == 1 && inputs[0]->shape.size() == 2 && inputs[0]->shape[1] >= top_, inputs,
        "scores of rows and at least as many experts as are picked");
    const Shape& scores = inputs[0]->shape;
    const std::vector<Form> picked{along(0), whole_dimension()};
    Inferred result;
    result.axes = {{"rows", scores[0]}, {"experts", scores[1], AxisKind::sequential}};
    result.reads = {{along(0), along(1)}};
    result.outputs = {{{scores[0], top_}, picked, DataType::int32},
                      {{scores[0], top_}, picked, inputs[0]->type}};
    result.work = {{ComputeUnit::special, 1}, {ComputeUnit::vector, 2}};
    return result;
  }

 private:
  std::int64_t top_;
};

const Register<OperatorKind, Routing> registered{
    "routing", "picks the experts with the largest scores for every row (top-k)"};

}  // namespace
}  // namespace kairos
