// Gather: takes the slices of a tensor that indices name along one dimension.
//
//   out[..., i, ...] = in[..., indices[i], ...]
//
// Inputs: the tensor and either the indices as a second tensor, whose dimensions replace the one
// that is indexed, or the option `index` for a single known slice, whose dimension is dropped.
// Only as many slices are read as there are indices. There are no operations. Axes: one for each
// dimension of the output.
//
// Example: `index: 0` along dimension 1 of 1 x 197 x 768 reads the 768 values of the first of 197
// tokens.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Gather final : public OperatorKind {
 public:
  struct Options {
    std::int64_t axis = 0;
    std::optional<std::uint64_t> index;

    void describe(Fields& f) {
      f("axis", axis, "dimension that is indexed; -1 is the last one");
      f("index", index, "number of the only slice that is taken; default: indices are an input");
    }
  };
  explicit Gather(Options options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    const std::size_t wanted = options_.index ? 1 : 2;
    require_inputs(inputs, wanted, wanted, options_.index ? "one tensor" : "a tensor and indices");
    const Shape& shape = inputs[0]->shape;
    const std::size_t axis = dimension_of(options_.axis, shape);
    const Shape indices = options_.index ? Shape{} : inputs[1]->shape;

    Inferred::Output output{Shape(shape.begin(), shape.begin() + static_cast<std::ptrdiff_t>(axis)),
                            {},
                            inputs[0]->type};
    output.shape.insert(output.shape.end(), indices.begin(), indices.end());
    output.shape.insert(output.shape.end(), shape.begin() + static_cast<std::ptrdiff_t>(axis) + 1,
                        shape.end());
    require_valid(output.shape);
    output.dimensions = one_by_one(output.shape.size());

    std::vector<Form> read = one_by_one(shape.size());
    read[axis] = indexed(axis, indices.size(), shape[axis]);
    for (std::size_t d = axis + 1; d < shape.size(); ++d) read[d] = along(d + indices.size() - 1);
    Inferred result;
    result.axes = axes_of(output.shape);
    result.reads = {std::move(read)};
    if (!options_.index) {
      std::vector<Form> positions;
      for (std::size_t d = 0; d < indices.size(); ++d) positions.push_back(along(axis + d));
      result.reads.push_back(std::move(positions));
    }
    result.outputs = {std::move(output)};
    return result;
  }

 private:
  [[nodiscard]] Form indexed(std::size_t axis, std::size_t rank, std::int64_t extent) const {
    if (options_.index) {
      if (*options_.index >= static_cast<std::uint64_t>(extent)) {
        throw InputError("the dimension has no slice " + std::to_string(*options_.index) +
                         "; slices are counted from 0 to " + std::to_string(extent - 1));
      }
      return {{}, static_cast<std::int64_t>(*options_.index), Form::Access::affine};
    }
    Form form{{}, 0, Form::Access::indexed};
    for (std::size_t d = 0; d < rank; ++d) {
      form.terms.push_back({static_cast<std::uint8_t>(axis + d), 1});
    }
    return form;
  }

  Options options_;
};

const Register<OperatorKind, Gather> registered{
    "gather", "slices of a tensor by their indices, or a single one"};

}  // namespace
}  // namespace kairos
