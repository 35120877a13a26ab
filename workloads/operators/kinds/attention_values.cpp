// The weighted values of attention, the last of its three steps.
//
//   result[b, r, (h, g, d)] = sum over k of weights[b, h, g, r, k] * values[b, k, (h, d)]
//
// Inputs: weights, values, and the values of earlier calls if there are any.
// Example: as for attention_scores, with the same operations and bytes.
// How far to trust it: exact, if the weights are read from memory. With `causal`, a tile gets the
// mean share of the pairs that are computed.
#include "sim/base/registry.hpp"
#include "workloads/operators/kinds/attention_heads.hpp"

namespace kairos {
namespace {

class AttentionValues final : public OperatorKind {
 public:
  using Options = AttentionHeads;
  explicit AttentionValues(const Options& heads) : heads_(heads) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_shapes((inputs.size() == 2 || inputs.size() == 3) && inputs[0]->shape.size() == 5 &&
                       inputs[1]->shape.size() == 3 && inputs.back()->shape.size() != 4,
                   inputs, "weights of five dimensions, and values and their past of three");
    const Shape& weights = inputs[0]->shape;
    const Shape& values = inputs[1]->shape;
    const std::int64_t past = inputs.size() == 3 ? inputs[2]->shape[1] : 0;
    require_shapes(weights[1] == heads_.shared() && weights[2] == heads_.group() &&
                       weights[0] == values[0] && weights[4] == past + values[1],
                   inputs, "as many keys in the weights as there are values");
    const std::int64_t depth = values[2] / heads_.shared();

    Inferred result;
    result.axes = {{"batch", weights[0]},
                   {"heads", weights[1]},
                   {"group", weights[2]},
                   {"rows", weights[3]},
                   {"keys", weights[4], AxisKind::reduction},
                   {"value_depth", depth}};
    result.reads.push_back({along(0), along(1), along(2), along(3), along(4)});
    result.reads.push_back(key_forms(5, depth, past));
    if (inputs.size() == 3) result.reads.push_back(key_forms(5, depth, 0));
    result.outputs = {{{weights[0], weights[3], heads_.group() * heads_.shared() * depth},
                       query_forms(5, heads_.group(), depth),
                       inputs[0]->type}};
    result.work = {{ComputeUnit::matrix, 2 * heads_.computed(weights[3], weights[4])}};
    return result;
  }

 private:
  AttentionHeads heads_;
};

const Register<OperatorKind, AttentionValues> registered{
    "attention_values", "weighted values of attention, by heads and groups of heads"};

}  // namespace
}  // namespace kairos
