// Conversion of a tensor to another data type, such as the dequantisation of weights.
//
//   y[i] = scale * (x[i] - zero point)
//
// Example: weights of 4096 x 4096 in int4 with scales, 8.65 MB, become 33.6 MB in fp16, with two
// operations for each of the 16.8 M elements.
// How far to trust it: bytes are exact. Real kernels unpack several small elements at once, so the
// number of operations for each element is an assumption, which `operations` replaces.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Conversion final : public OperatorKind {
 public:
  struct Options {
    DataType type = DataType::fp16;
    double operations = 2;

    void describe(Fields& f) {
      f("type", type, "data type of the output");
      f("operations", operations, "operations of the vector unit for each element").not_negative();
    }
  };
  explicit Conversion(const Options& options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& shape = inputs[0]->shape;
    Inferred result;
    result.axes = axes_of(shape);
    result.reads = {one_by_one(shape.size())};
    result.outputs = {{shape, one_by_one(shape.size()), options_.type}};
    result.work = {{ComputeUnit::vector, options_.operations}};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Conversion> registered{
    "conversion", "conversion to another data type, such as dequantisation"};

}  // namespace
}  // namespace kairos
