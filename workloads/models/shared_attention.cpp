#include "workloads/models/shared_attention.hpp"

namespace kairos {

SharedAttention::SharedAttention(const LanguageBlocks& blocks, std::int64_t adapter_rank)
    : blocks_(blocks),
      rank_(adapter_rank),
      attention_(
          operator_kind("attention", {{"heads", blocks.options().attention.heads},
                                      {"key_value_heads", blocks.options().attention.heads}})),
      join_(operator_kind("concatenation", {{"axis", -1}})),
      rms_(operator_kind("normalisation", {{"rule", "rms"}})) {}

TensorId SharedAttention::norm(Network& net, const std::string& prefix, const std::string& name,
                               TensorId x) const {
  const TensorId weight = net.shared_weight("shared." + name + ".weight", {net.shape(x).back()});
  return net.add(rms_, prefix + name, {x, weight});
}

TensorId SharedAttention::adapted(Network& net, const std::string& prefix, const std::string& name,
                                  TensorId x, std::int64_t columns) const {
  const TensorId weights =
      net.shared_weight("shared." + name + ".weight", {columns, net.shape(x).back()});
  const TensorId y = net.product(prefix + name, x, weights);
  if (rank_ == 0) return y;
  const TensorId small = net.linear(prefix + name + "_adapter_down", x, rank_);
  const TensorId change = net.linear(prefix + name + "_adapter_up", small, columns);
  return blocks_.add(net, prefix + name + "_adapted", y, change);
}

TensorId SharedAttention::apply(Network& net, const std::string& layer, TensorId x,
                                TensorId embedding) const {
  const std::string prefix = layer + "shared_";
  const std::int64_t width = blocks_.options().width, batch = net.call().batch;
  const std::int64_t inner = blocks_.options().feed_forward_width;
  const TensorId both =
      norm(net, prefix, "attn_norm", net.add(join_, prefix + "join", {x, embedding}));
  const TensorId q = adapted(net, prefix, "q_proj", both, 2 * width);
  const TensorId k = adapted(net, prefix, "k_proj", both, 2 * width);
  net.keep(k);
  const TensorId v = adapted(net, prefix, "v_proj", both, 2 * width);
  net.keep(v);
  std::vector<TensorId> inputs{q, k, v};
  if (const std::int64_t past = net.call().past(); past > 0) {
    inputs.push_back(net.state(prefix + "k_cache", {batch, past, 2 * width}));
    inputs.push_back(net.state(prefix + "v_cache", {batch, past, 2 * width}));
  }
  TensorId y = net.add(attention_, prefix + "attention", std::move(inputs));
  y = net.product(prefix + "out_proj", y,
                  net.shared_weight("shared.out_proj.weight", {width, 2 * width}));
  y = norm(net, prefix, "mlp_norm", y);
  y = adapted(net, prefix, "gate_up_proj", y, 2 * inner);
  const std::span<const TensorId> halves =
      net.add_all(operator_kind("split", {{"axis", -1}, {"sizes", Shape{inner, inner}}}),
                  prefix + "halves", {y});
  const TensorId gate = halves[0], up = halves[1];
  net.make_view();
  y = blocks_.activate(net, prefix + "mlp_act", {gate, up});
  y = net.product(prefix + "down_proj", y,
                  net.shared_weight("shared.down_proj.weight", {width, inner}));
  return net.linear(prefix + "linear", y, width);
}

}  // namespace kairos
