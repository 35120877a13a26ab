// Dispatch: copies the rows that go to one expert.
//
// Inputs: the rows of all [rows, width], and the experts picked for each [rows, top]. Output:
// [`rows`, width], the rows of one expert.
// Example: 6 of 32 rows of 4096 numbers in fp16 read and write 49 kB each.
// How far to trust it: exact in bytes. Which rows these are is not modelled, so a reader may need
// any of the rows before it.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class Dispatch final : public OperatorKind {
 public:
  struct Options {
    std::uint64_t rows = 1;

    void describe(Fields& f) {
      f("rows", rows, "number of rows that go to the expert").at_least(1);
    }
  };
  explicit Dispatch(const Options& options) : rows_(static_cast<std::int64_t>(options.rows)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(inputs.size() == 2 && all_have_rank(inputs, 2) &&
                       inputs[0]->shape[0] == inputs[1]->shape[0],
                   inputs, "rows, and the experts picked for each");
    const std::int64_t width = inputs[0]->shape[1];
    const Form any{{{0, 1}}, 0, Form::Access::indexed};
    Inferred result;
    result.axes = {{"rows", rows_}, {"columns", width}};
    result.reads = {{any, along(1)}, {any, whole_dimension()}};
    result.outputs = {{{rows_, width}, {along(0), along(1)}, inputs[0]->type}};
    return result;
  }

 private:
  std::int64_t rows_;
};

const Register<OperatorKind, Dispatch> registered{"dispatch",
                                                  "copies the rows that go to one expert"};

}  // namespace
}  // namespace kairos
