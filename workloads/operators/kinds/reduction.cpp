// Reduction: the sum, mean, maximum ... along some dimensions.
//
//   operations of the vector unit = elements of the input * operations at one point
//
// Axes: one for each dimension of the input. Tiles of a reduced axis make partial results, which
// must be combined.
//
// Example: the mean over the rows and columns of 1280 x 7 x 7 makes 1280 values with 62,720
// operations.
// How far to trust it: the division of a mean is not counted.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Reduction final : public OperatorKind {
 public:
  struct Options {
    std::vector<std::int64_t> axes;
    bool keep = false;
    double operations = 1;
    std::optional<DataType> type;

    void describe(Fields& f) {
      f("axes", axes, "dimensions that are reduced, -1 is the last one; default: all");
      f("keep", keep, "whether the reduced dimensions stay, with an extent of 1");
      f("operations", operations, "operations of the vector unit for each element of the input")
          .not_negative();
      f("type", type, "data type of the output; default: that of the input");
    }
  };
  explicit Reduction(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& shape = inputs[0]->shape;
    Inferred result;
    result.axes = axes_of(shape);
    for (const std::int64_t number : options_.axes) {
      result.axes[dimension_of(number, shape)].kind = AxisKind::reduction;
    }
    if (options_.axes.empty()) {
      for (Axis& axis : result.axes) axis.kind = AxisKind::reduction;
    }
    Inferred::Output output{{}, {}, options_.type.value_or(inputs[0]->type)};
    for (std::size_t d = 0; d < shape.size(); ++d) {
      const bool is_reduced = result.axes[d].kind == AxisKind::reduction;
      if (is_reduced && !options_.keep) continue;
      output.shape.push_back(is_reduced ? 1 : shape[d]);
      output.dimensions.push_back(is_reduced ? whole_dimension() : along(d));
    }
    result.reads = {one_by_one(shape.size())};
    result.work = {{ComputeUnit::vector, options_.operations}};
    result.outputs = {std::move(output)};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Reduction> registered{
    "reduction", "sum, mean, maximum or another reduction along some dimensions"};

}  // namespace
}  // namespace kairos
