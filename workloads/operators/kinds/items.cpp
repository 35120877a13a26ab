// A loop over independent items, for kernels that are no networks: filters, sorting, clustering.
//
//   operations = items * operations of an item        bytes = items * (bytes read + bytes written)
//
// Inputs: tensors whose first dimension is the item. Output: [items, `size`]. A serial part of a
// kernel is an operator of its own whose loop cannot be cut (`serial`); with a share s of serial
// operations, n equal elements are at most 1 / (s + (1 - s) / n) times as fast as one (Amdahl
// 1967).
// Example: 100,000 points of 64 numbers with 1,000 operations each need 100 M operations.
// How far to trust it: as far as the operations of an item are known.
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class Items final : public OperatorKind {
 public:
  struct Options {
    double operations = 1;
    ComputeUnit unit = ComputeUnit::vector;
    std::uint64_t size = 1;
    bool serial = false;

    void describe(Fields& f) {
      f("operations", operations, "number of operations of an item").not_negative();
      f("unit", unit, "unit that executes the operations");
      f("size", size, "number of elements that are written for an item").at_least(1);
      f("serial", serial,
        "whether items need the results of earlier ones, so that none can be "
        "computed elsewhere");
    }
  };
  explicit Items(const Options& options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(!inputs.empty() && std::ranges::all_of(inputs,
                                                          [&](const Tensor* t) {
                                                            return !t->shape.empty() &&
                                                                   t->shape[0] ==
                                                                       inputs[0]->shape[0];
                                                          }),
                   inputs, "tensors with equally many items, their first dimension");
    const std::int64_t items = inputs[0]->shape[0];
    Inferred result;
    result.axes = {{"items", items, options_.serial ? AxisKind::sequential : AxisKind::parallel}};
    for (const Tensor* input : inputs) {
      std::vector<Form>& forms = result.reads.emplace_back(input->shape.size(), whole_dimension());
      forms[0] = along(0);
    }
    result.outputs = {{{items, static_cast<std::int64_t>(options_.size)},
                       {along(0), whole_dimension()},
                       inputs[0]->type}};
    result.work = {{options_.unit, options_.operations}};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Items> registered{
    "items", "loop over independent items, for kernels that are no networks"};

}  // namespace
}  // namespace kairos
