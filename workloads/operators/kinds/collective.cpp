// A collective operation of n ranks, seen from outside: the tensors of all ranks go in and come
// out.
//
//   operation        input                output               operations
//   all_reduce       [n, size, ...]       the same             1 per element of the input
//   reduce_scatter   [n, n * size, ...]   [n, size, ...]       1 per element of the input
//   all_gather       [n, size, ...]       [n, n * size, ...]   none
//   all_to_all       [n, n * size, ...]   the same             none
//
// Example: an all-reduce of 1 MB on each of 4 ranks reads 4 MB and writes 4 MB.
// How far to trust it: bytes are those in the memories of the ranks. The traffic between them
// depends on the algorithm, such as 2 (n - 1) / n of the size on each link of a ring; the transform
// `collectives` makes tasks of its steps.
#include "workloads/operators/collective.hpp"

#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class Collective final : public OperatorKind {
 public:
  struct Options {
    CollectiveOperation operation = CollectiveOperation::all_reduce;
    std::uint64_t ranks = 2;

    void describe(Fields& f) {
      f("operation", operation, "operation that the ranks carry out together");
      f("ranks", ranks, "number of ranks that take part").at_least(2);
    }
  };
  explicit Collective(const Options& options)
      : operation_(options.operation), ranks_(static_cast<std::int64_t>(options.ranks)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(
        inputs.size() == 1 && inputs[0]->shape.size() >= 2 && inputs[0]->shape[0] == ranks_ &&
            (!divides() || inputs[0]->shape[1] % ranks_ == 0),
        inputs, "one tensor whose first dimension is the rank, with equal parts for all");
    const Shape& from = inputs[0]->shape;
    Shape to = from;
    if (operation_ == CollectiveOperation::all_gather) to[1] *= ranks_;
    if (operation_ == CollectiveOperation::reduce_scatter) to[1] /= ranks_;
    Inferred result;
    // All ranks wait for each other, so that only the dimensions behind the parts can be cut.
    result.axes = {{"ranks", ranks_, AxisKind::sequential},
                   {"size", from[1], AxisKind::sequential}};
    std::vector<Form> forms{along(0), whole_dimension()};
    for (std::size_t d = 2; d < from.size(); ++d) {
      result.axes.push_back({"columns", from[d]});
      forms.push_back(along(d));
    }
    result.reads = {forms};
    result.outputs = {{to, forms, inputs[0]->type}};
    if (reduces()) result.work = {{ComputeUnit::vector, 1}};
    return result;
  }

 private:
  [[nodiscard]] bool reduces() const {
    return operation_ == CollectiveOperation::all_reduce ||
           operation_ == CollectiveOperation::reduce_scatter;
  }
  [[nodiscard]] bool divides() const {
    return operation_ == CollectiveOperation::reduce_scatter ||
           operation_ == CollectiveOperation::all_to_all;
  }

  CollectiveOperation operation_;
  std::int64_t ranks_;
};

const Register<OperatorKind, Collective> registered{
    "collective", "all-reduce, all-gather, reduce-scatter or all-to-all of several ranks"};

}  // namespace
}  // namespace kairos
