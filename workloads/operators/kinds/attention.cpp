// Attention as one operator, as FlashAttention executes it: scores stay on the chip.
//
//   scores = queries * keys'          2 operations of the matrix unit per (head, row, key, depth)
//   P = softmax(scores)               1 exponential and 4 vector operations per (head, row, key)
//   result = P * values               2 operations of the matrix unit per (head, row, key, value
//                                     depth)
//
// Inputs: queries, keys, values, and the keys and values of earlier calls if there are any. Latent
// attention (DeepSeek-V2, arXiv 2405.04434) has no values: they are the first `value_size` columns
// of the keys, which are read only once.
// Example: 32 heads of 128, one row and 2048 keys need 2 * 2 * 32 * 2048 * 128 = 33.6 M operations
// of the matrix unit and 65,536 exponentials, and read 33.6 MB of keys and values in fp16.
// How far to trust it: operations are exact. Keys are counted as read once; a small on-chip memory
// reads them several times, which is a matter of the cost model. With `causal`, a tile gets the
// mean share of the pairs that are computed, although later rows have more of them.
#include "sim/base/registry.hpp"
#include "workloads/operators/kinds/attention_heads.hpp"

namespace kairos {
namespace {

class Attention final : public OperatorKind {
 public:
  struct Options {
    AttentionHeads heads;
    std::uint64_t value_size = 0;

    void describe(Fields& f) {
      heads.describe(f);
      f("value_size", value_size,
        "latent attention: the number of columns of each key that are the value; 0 if values are "
        "an "
        "input");
    }
    void check(const SourceLocation& where) const { heads.check(where); }
  };
  explicit Attention(const Options& options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    const AttentionHeads& heads = options_.heads;
    const std::size_t tensors = options_.value_size > 0 ? 1 : 2;  // keys, and perhaps values
    const bool has_past = inputs.size() == 1 + 2 * tensors;
    require_shapes((has_past || inputs.size() == 1 + tensors) && all_have_rank(inputs, 3), inputs,
                   "queries, keys, values and their past, with three dimensions each");
    const Shape& queries = inputs[0]->shape;
    const Shape& keys = inputs[1]->shape;
    const std::int64_t depth = keys[2] / heads.shared();
    const std::int64_t value_depth = options_.value_size > 0
                                         ? static_cast<std::int64_t>(options_.value_size)
                                         : inputs[2]->shape[2] / heads.shared();
    require_shapes(queries[2] == heads.group() * heads.shared() * depth && queries[0] == keys[0],
                   inputs, "queries and keys of the same batch and depth");
    const std::int64_t past = has_past ? inputs[1 + tensors]->shape[1] : 0;

    Inferred result;
    const std::int64_t total = past + keys[1];
    result.axes = {{"batch", queries[0]},
                   {"heads", heads.shared()},
                   {"group", heads.group()},
                   {"rows", queries[1]},
                   {"keys", total, AxisKind::reduction},
                   {"depth", depth, AxisKind::sequential},
                   {"value_depth", value_depth, AxisKind::sequential}};
    const auto add_keys = [&](std::int64_t before) {
      result.reads.push_back(key_forms(5, depth, before));
      if (tensors == 2) result.reads.push_back(key_forms(6, value_depth, before));
    };
    result.reads.push_back(query_forms(5, heads.group(), depth));
    add_keys(past);
    if (has_past) add_keys(0);
    result.outputs = {{{queries[0], queries[1], heads.group() * heads.shared() * value_depth},
                       query_forms(6, heads.group(), value_depth),
                       inputs[0]->type}};
    const double share = heads.computed(queries[1], total);
    result.work = {{ComputeUnit::matrix, 2 * share, 0b0111111U},
                   {ComputeUnit::matrix, 2 * share, 0b1011111U},
                   {ComputeUnit::special, share, 0b0011111U},
                   {ComputeUnit::vector, 4 * share, 0b0011111U}};
    return result;
  }

 private:
  Options options_;
};

const Register<OperatorKind, Attention> registered{
    "attention", "attention of one or more heads, fused: scores, softmax and weighted values"};

}  // namespace
}  // namespace kairos
