#include "workloads/models/language_blocks.hpp"

namespace kairos {

LanguageBlocks::LanguageBlocks(const LanguageOptions& options)
    : options_(options),
      attention_(options.attention, options.biases),
      embedding_(operator_kind("embedding")),
      norm_(operator_kind("normalisation",
                          {{"rule", options.norm == NormRule::rms ? "rms" : "layer"}})),
      add_(operator_kind("pointwise")),
      // SiLU or GELU: a sum, a quotient and an exponential; a gate is a product besides.
      gate_(operator_kind("pointwise", {{"operations", 3}, {"special", 1}})),
      activation_(operator_kind("pointwise", {{"operations", 2}, {"special", 1}})) {}

TensorId LanguageBlocks::embed(Network& net) const {
  const std::int64_t batch = net.call().batch, rows = net.call().rows;
  const TensorId tokens = net.indices("tokens", {batch, rows});
  const TensorId table = net.weight("embedding.weight", {options_.vocabulary, options_.width});
  const TensorId x = net.add(embedding_, "embedding", {table, tokens});
  if (options_.learned_positions == 0) return x;
  const TensorId places = net.indices("positions", {batch, rows});
  const TensorId vectors =
      net.weight("position_embedding.weight", {options_.learned_positions, options_.width});
  return add(net, "embedding_add", x, net.add(embedding_, "position_embedding", {vectors, places}));
}

TensorId LanguageBlocks::norm(Network& net, const std::string& name, TensorId x) const {
  const std::int64_t width = net.shape(x).back();
  std::vector<TensorId> inputs{x, net.weight(name + ".weight", {width})};
  if (options_.norm == NormRule::layer) inputs.push_back(net.weight(name + ".bias", {width}));
  return net.add(norm_, name, std::move(inputs));
}

TensorId LanguageBlocks::attention(Network& net, const std::string& prefix, TensorId x) const {
  const TensorId rows = norm(net, prefix + "attn_norm", x);
  const TensorId result = attention_.self(net, prefix, rows, options_.width);
  return add(net, prefix + "attn_add", x, result);
}

TensorId LanguageBlocks::feed_forward(Network& net, const std::string& prefix, TensorId x,
                                      std::int64_t width) const {
  const TensorId rows = norm(net, prefix + "mlp_norm", x);
  return add(net, prefix + "mlp_add", x, inner_feed_forward(net, prefix, rows, width));
}

TensorId LanguageBlocks::inner_feed_forward(Network& net, const std::string& prefix, TensorId x,
                                            std::int64_t width) const {
  std::vector<TensorId> inner;
  if (options_.feed_forward == FeedForward::gated) {
    inner.push_back(net.linear(prefix + "gate_proj", x, width, options_.biases));
  }
  inner.push_back(net.linear(prefix + "up_proj", x, width, options_.biases));
  const TensorId active = activate(net, prefix + "mlp_act", std::move(inner));
  return net.linear(prefix + "down_proj", active, net.shape(x).back(), options_.biases);
}

TensorId LanguageBlocks::activate(Network& net, std::string name,
                                  std::vector<TensorId> inputs) const {
  const Kind& kind = inputs.size() == 2 ? gate_ : activation_;
  return net.add(kind, std::move(name), std::move(inputs));
}

void LanguageBlocks::head(Network& net, TensorId x) const {
  const std::int64_t rows = net.call().rows;
  if (options_.logits == Logits::last && (rows > 1 || net.call().is_uniform)) {
    const Kind last = operator_kind("slice", {{"axes", 1}, {"starts", rows - 1}, {"sizes", 1}});
    x = net.add(last, "last_row", {x});
  }
  x = norm(net, "final_norm", x);
  if (options_.logits == Logits::none) return;
  if (options_.tied_embeddings) {
    net.product("lm_head", x,
                net.shared_weight("embedding.weight", {options_.vocabulary, options_.width}));
  } else {
    net.linear("lm_head", x, options_.vocabulary);
  }
}

}  // namespace kairos
