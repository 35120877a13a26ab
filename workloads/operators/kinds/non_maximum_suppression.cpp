// Non-maximum suppression: keeps the boxes with the largest scores that do not overlap.
//
// Inputs: boxes [batch, boxes, 4] and scores [batch, classes, boxes]. Output: [batch, `keep`, 3],
// the image, class and number of each box that is kept.
//   1 vector operation per (batch, class, box): comparison of scores
//   16 vector operations per (batch, box kept, box): overlap of two boxes
// Example: 8,400 boxes of which 300 are kept need 300 * 8400 * 16 = 40.3 M operations.
// How far to trust it: an upper bound. The work depends on the image; most boxes have scores below
// the threshold and are never compared.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class NonMaximumSuppression final : public OperatorKind {
 public:
  struct Options {
    std::uint64_t keep = 300;

    void describe(Fields& f) {
      f("keep", keep, "largest number of boxes that are kept of one image").at_least(1);
    }
  };
  explicit NonMaximumSuppression(const Options& options)
      : keep_(static_cast<std::int64_t>(options.keep)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(inputs.size() == 2 && all_have_rank(inputs, 3) && inputs[0]->shape[2] == 4 &&
                       inputs[0]->shape[0] == inputs[1]->shape[0] &&
                       inputs[0]->shape[1] == inputs[1]->shape[2],
                   inputs, "boxes of four numbers, and scores of all classes for each");
    const Shape& scores = inputs[1]->shape;
    Inferred result;
    result.axes = {{"batch", scores[0]},
                   {"classes", scores[1], AxisKind::sequential},
                   {"boxes", scores[2], AxisKind::sequential},
                   {"kept", keep_, AxisKind::sequential}};
    result.reads = {{along(0), along(2), whole_dimension()}, {along(0), along(1), along(2)}};
    result.outputs = {
        {{scores[0], keep_, 3}, {along(0), along(3), whole_dimension()}, DataType::int64}};
    result.work = {{ComputeUnit::vector, 1, 0b0111U}, {ComputeUnit::vector, 16, 0b1101U}};
    return result;
  }

 private:
  std::int64_t keep_;
};

const Register<OperatorKind, NonMaximumSuppression> registered{
    "non_maximum_suppression", "keeps the boxes with the largest scores that do not overlap"};

}  // namespace
}  // namespace kairos
