// Embedding: takes one row of a table for each index.
//
//   out[i, ...] = table[indices[i], ...]
//   rows read <= number of indices
//
// Inputs: the table (rows, width) and the indices. Only the rows that are taken are read, and each
// index takes another row, unless there are fewer rows. There are no operations. Axes: one for each
// dimension of the output.
//
// Example: 8 tokens take 8 rows of a table of 32000 x 4096 values, 64 KiB of 250 MiB in fp16.
// How far to trust it: tokens that occur several times are read several times.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Embedding final : public OperatorKind {
 public:
  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 2, 2, "a table and indices");
    const Shape &table = inputs[0]->shape, &indices = inputs[1]->shape;
    if (table.empty()) throw InputError("the table has no rows, it is a scalar");
    Inferred::Output output{indices, {}, inputs[0]->type};
    output.shape.insert(output.shape.end(), table.begin() + 1, table.end());
    output.dimensions = one_by_one(output.shape.size());
    require_valid(output.shape);

    Form rows{{}, 0, Form::Access::indexed};
    for (std::size_t d = 0; d < indices.size(); ++d) {
      rows.terms.push_back({static_cast<std::uint8_t>(d), 1});
    }
    std::vector<Form> read{rows};
    for (std::size_t d = 1; d < table.size(); ++d) read.push_back(along(indices.size() + d - 1));
    Inferred result;
    result.axes = axes_of(output.shape);
    result.reads = {std::move(read), one_by_one(indices.size())};
    result.outputs = {std::move(output)};
    return result;
  }
};

const Register<OperatorKind, Embedding> registered{
    "embedding", "rows of a table by their indices, such as the vectors of tokens"};

}  // namespace
}  // namespace kairos
