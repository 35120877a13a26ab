// The product of an expert's rows with its matrix, which is one of a bank of matrices.
//
//   result[r, c] = sum over d of rows[r, d] * bank[expert, c, d]
//
// Inputs: rows [rows, depth], and the bank [experts, columns, depth]. The bank is one tensor, so
// that the network knows the weights of experts that no row goes to.
// Example: 6 rows through a 14336 x 4096 matrix need 2 * 6 * 14336 * 4096 = 705 M operations.
// How far to trust it: exact.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class ExpertProduct final : public OperatorKind {
 public:
  struct Options {
    std::uint64_t expert = 0;

    void describe(Fields& f) { f("expert", expert, "number of the expert, from 0"); }
  };
  explicit ExpertProduct(const Options& options)
      : expert_(static_cast<std::int64_t>(options.expert)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(inputs.size() == 2 && inputs[0]->shape.size() == 2 &&
                       inputs[1]->shape.size() == 3 && inputs[0]->shape[1] == inputs[1]->shape[2] &&
                       expert_ < inputs[1]->shape[0],
                   inputs, "rows, and a bank of matrices of their depth that has this expert");
    const std::int64_t rows = inputs[0]->shape[0], columns = inputs[1]->shape[1];
    Inferred result;
    result.axes = {
        {"rows", rows}, {"columns", columns}, {"depth", inputs[0]->shape[1], AxisKind::reduction}};
    result.reads = {{along(0), along(2)}, {{{}, expert_}, along(1), along(2)}};
    result.outputs = {{{rows, columns}, {along(0), along(1)}, inputs[0]->type}};
    result.work = {{ComputeUnit::matrix, 2}};
    return result;
  }

 private:
  std::int64_t expert_;
};

const Register<OperatorKind, ExpertProduct> registered{
    "expert_product", "product of an expert's rows with its matrix, one of a bank"};

}  // namespace
}  // namespace kairos
