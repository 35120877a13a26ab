// The scores of attention: the products of queries and keys, the first of its three steps.
//
//   scores[b, h, g, r, k] = sum over d of queries[b, r, (h, g, d)] * keys[b, k, (h, d)]
//
// Inputs: queries, keys, and the keys of earlier calls if there are any.
// Example: 32 heads of 128 with 2048 rows and keys need 2 * 32 * 2048 * 2048 * 128 = 34.4 G
// operations; in fp16 they read 16.8 MB of queries and as many of keys, and write 268 MB.
// How far to trust it: exact, if scores are written to memory as a framework without fused kernels
// does. With `causal`, a tile gets the mean share of the pairs that are computed.
#include "sim/base/registry.hpp"
#include "workloads/operators/kinds/attention_heads.hpp"

namespace kairos {
namespace {

class AttentionScores final : public OperatorKind {
 public:
  using Options = AttentionHeads;
  explicit AttentionScores(const Options& heads) : heads_(heads) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes((inputs.size() == 2 || inputs.size() == 3) && all_have_rank(inputs, 3), inputs,
                   "queries, keys and their past, with three dimensions each");
    const Shape& queries = inputs[0]->shape;
    const Shape& keys = inputs[1]->shape;
    const std::int64_t depth = keys[2] / heads_.shared();
    require_shapes(queries[2] == heads_.group() * heads_.shared() * depth && queries[0] == keys[0],
                   inputs, "queries and keys of the same batch and depth");
    const std::int64_t past = inputs.size() == 3 ? inputs[2]->shape[1] : 0;

    Inferred result;
    const Shape scores{queries[0], heads_.shared(), heads_.group(), queries[1], past + keys[1]};
    result.axes = {{"batch", scores[0]}, {"heads", scores[1]},
                   {"group", scores[2]}, {"rows", scores[3]},
                   {"keys", scores[4]},  {"depth", depth, AxisKind::reduction}};
    result.reads.push_back(query_forms(5, heads_.group(), depth));
    result.reads.push_back(key_forms(5, depth, past));
    if (inputs.size() == 3) result.reads.push_back(key_forms(5, depth, 0));
    result.outputs = {
        {scores, {along(0), along(1), along(2), along(3), along(4)}, inputs[0]->type}};
    result.work = {{ComputeUnit::matrix, 2 * heads_.computed(scores[3], scores[4])}};
    return result;
  }

 private:
  AttentionHeads heads_;
};

const Register<OperatorKind, AttentionScores> registered{
    "attention_scores", "scores of attention: queries times keys, by heads and groups of heads"};

}  // namespace
}  // namespace kairos
