// The product of each head's columns with a matrix of that head.
//
//   result[b, r, (h, c)] = sum over d of x[b, r, (h, d)] * weights[h, c, d]
//
// Inputs: x [batch, rows, heads * (depth + pass)] and weights [heads, columns, depth]. The last
// `pass` columns of each head are not multiplied; they stay behind the product. Latent attention
// uses it to bring queries into the space of its compressed keys (DeepSeek-V2, arXiv 2405.04434).
// Example: 128 heads of 128 + 64 columns, weights [128, 512, 128], pass 64: the result has 128
// heads of 576 columns, for 2 * 128 * 512 * 128 = 16.8 M operations a row.
// How far to trust it: exact; the columns that pass are counted as read and written.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape_checks.hpp"

namespace kairos {
namespace {

class HeadProduct final : public OperatorKind {
 public:
  struct Options {
    std::int64_t pass = 0;

    void describe(Fields& f) {
      f("pass", pass, "number of last columns of each head that are not multiplied").not_negative();
    }
  };
  explicit HeadProduct(const Options& options) : pass_(options.pass) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes(inputs.size() == 2 && all_have_rank(inputs, 3) &&
                       inputs[0]->shape[2] == inputs[1]->shape[0] * (inputs[1]->shape[2] + pass_),
                   inputs, "rows of heads, and a matrix for each head");
    const Shape& x = inputs[0]->shape;
    const Shape& weights = inputs[1]->shape;
    const auto heads_of = [&](std::uint8_t inner, std::int64_t size) {
      return std::vector<Form>{along(0), along(1), {{{2, size + pass_}, {inner, 1}}}};
    };
    Inferred result;
    result.axes = {{"batch", x[0]},
                   {"rows", x[1]},
                   {"heads", weights[0]},
                   {"columns", weights[1], pass_ > 0 ? AxisKind::sequential : AxisKind::parallel},
                   {"depth", weights[2], AxisKind::reduction}};
    result.reads = {heads_of(4, weights[2]), {along(2), along(3), along(4)}};
    result.outputs = {{{x[0], x[1], weights[0] * (weights[1] + pass_)},
                       heads_of(3, weights[1]),
                       inputs[0]->type}};
    result.work = {{ComputeUnit::matrix, 2}};
    return result;
  }

 private:
  std::int64_t pass_;
};

const Register<OperatorKind, HeadProduct> registered{
    "head_product", "product of each head's columns with a matrix of that head"};

}  // namespace
}  // namespace kairos
