// Matrix product, of many matrices at once if there are leading dimensions.
//
//   out[..., i, j] = sum over k of a[..., i, k] b[..., k, j] (+ bias[j])
//   MACs = elements of the output * depth
//
// Inputs: a, b and, if there is one, a bias that is broadcast to the output. `transpose_first` and
// `transpose_second` say that the last two dimensions of a, or of b, are exchanged; weights of
// linear layers are mostly stored so. Leading dimensions are broadcast: a matrix b that is the same
// for all of a batch is read once, and keys of shape batch x key-value heads x 1 x keys x width
// serve a group of query heads each (grouped-query attention). Axes: batch, head, group and others
// for the leading dimensions, then rows, columns, depth. A bias costs no operations, because sums
// begin with it.
//
// Example: 4 rows of 4096 values times weights of 11008 x 4096 (transposed) make 4 x 11008 values
// with 180.4 M MACs. A tile of half of the columns reads half of the weights and all rows.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

constexpr std::array<std::string_view, most_dimensions> leading_names{
    "batch", "head", "group", "leading_4", "leading_5", "leading_6", "leading_7", "leading_8"};

/// An operand as a matrix with leading dimensions.
struct Matrix {
  Shape leading;
  std::int64_t rows = 1, columns = 1;
  bool is_vector = false;
};

class MatrixProduct final : public OperatorKind {
 public:
  struct Options {
    bool transpose_first = false, transpose_second = false;

    void describe(Fields& f) {
      f("transpose_first", transpose_first,
        "whether the last two dimensions of the first operand are exchanged");
      f("transpose_second", transpose_second,
        "whether the last two dimensions of the second operand, such as the weights of a linear "
        "layer, are exchanged");
    }
  };
  explicit MatrixProduct(Options options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 2, 3, "two matrices and optionally a bias");
    const Matrix a = matrix(inputs[0]->shape, options_.transpose_first, true);
    const Matrix b = matrix(inputs[1]->shape, options_.transpose_second, false);
    if (a.columns != b.rows) {
      throw InputError("matrices of " + shown(inputs[0]->shape) + " and " +
                       shown(inputs[1]->shape) + " do not fit: the depth is " +
                       std::to_string(a.columns) + " in one and " + std::to_string(b.rows) +
                       " in the other");
    }
    const Shape leading = broadcast(a.leading, b.leading);
    const std::size_t rows = leading.size(), columns = rows + 1, depth = rows + 2;

    Inferred result;
    result.axes.reserve(leading.size() + 3);
    for (std::size_t d = 0; d < leading.size(); ++d) {
      result.axes.push_back({leading_names[d], leading[d]});
    }
    result.axes.push_back({"rows", a.rows});
    result.axes.push_back({"columns", b.columns});
    result.axes.push_back({"depth", a.columns, AxisKind::reduction});
    result.reads = {forms(a, leading, rows, depth, options_.transpose_first),
                    forms(b, leading, depth, columns, options_.transpose_second)};
    if (a.is_vector) result.reads[0] = {along(depth)};
    if (b.is_vector) result.reads[1] = {along(depth)};

    Inferred::Output output{leading, one_by_one(leading.size()), inputs[0]->type};
    output.shape.reserve(leading.size() + 2);
    output.dimensions.reserve(leading.size() + 2);
    if (!a.is_vector) {
      output.shape.push_back(a.rows);
      output.dimensions.push_back(along(rows));
    }
    if (!b.is_vector) {
      output.shape.push_back(b.columns);
      output.dimensions.push_back(along(columns));
    }
    if (inputs.size() == 3) result.reads.push_back(bias(inputs[2]->shape, output));
    result.outputs.push_back(std::move(output));
    result.work = {{ComputeUnit::matrix, 2}};
    return result;
  }

 private:
  static Matrix matrix(const Shape& shape, bool transposed, bool is_first) {
    if (shape.empty()) throw InputError("a matrix product needs matrices, not a scalar");
    if (shape.size() == 1) {
      return is_first ? Matrix{{}, 1, shape[0], true} : Matrix{{}, shape[0], 1, true};
    }
    const std::int64_t before_last = shape[shape.size() - 2], last = shape.back();
    return {Shape(shape.begin(), shape.end() - 2), transposed ? last : before_last,
            transposed ? before_last : last, false};
  }
  static std::vector<Form> forms(const Matrix& matrix, const Shape& leading, std::size_t row,
                                 std::size_t column, bool transposed) {
    std::vector<Form> result = broadcast_forms(matrix.leading, leading);
    result.push_back(along(transposed ? column : row));
    result.push_back(along(transposed ? row : column));
    return result;
  }
  /// The forms of a bias, whose dimensions are the last ones of the output or are 1.
  static std::vector<Form> bias(const Shape& shape, const Inferred::Output& output) {
    if (shape.size() > output.shape.size() || broadcast(shape, output.shape) != output.shape) {
      throw InputError("a bias of " + shown(shape) + " does not fit an output of " +
                       shown(output.shape));
    }
    std::vector<Form> result;
    const std::size_t missing = output.shape.size() - shape.size();
    for (std::size_t d = 0; d < shape.size(); ++d) {
      result.push_back(shape[d] == 1 ? whole_dimension() : output.dimensions[missing + d]);
    }
    return result;
  }

  Options options_;
};

const Register<OperatorKind, MatrixProduct> registered{
    "matrix_product", "product of matrices, such as a linear layer or the scores of attention"};

}  // namespace
}  // namespace kairos
