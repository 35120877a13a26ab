#include "workloads/models/attention_block.hpp"

namespace kairos {
namespace {

std::vector<KindOption> heads_of(std::int64_t heads, std::int64_t shared, bool causal) {
  return {{"heads", heads}, {"key_value_heads", shared}, {"causal", causal ? "true" : "false"}};
}

}  // namespace

AttentionBlock::AttentionBlock(const AttentionOptions& options, bool biases)
    : options_(options), biases_(biases) {
  const auto heads = heads_of(options.heads, options.shared_heads(), options.causal);
  fused_ = operator_kind("attention", heads);
  scores_ = operator_kind("attention_scores", heads);
  softmax_ = operator_kind("softmax");
  values_ = operator_kind("attention_values", heads);
  norm_ = operator_kind("normalisation", {{"rule", "rms"}});
}

TensorId AttentionBlock::self(Network& net, const std::string& prefix, TensorId x,
                              std::int64_t width) const {
  if (options_.latent) return latent(net, prefix, x, width);
  const std::int64_t size = options_.head_width(width);
  const std::int64_t kept_width = options_.shared_heads() * size;
  const bool biases = biases_ || options_.query_biases;
  const TensorId q = net.linear(prefix + "q_proj", x, options_.heads * size, biases);
  const TensorId k = kept(net, prefix + "k_proj", x, width, biases && options_.key_biases);
  const TensorId v = kept(net, prefix + "v_proj", x, width, biases);
  std::vector<TensorId> keys{k}, values{v};
  if (const std::int64_t past = net.call().past(); past > 0) {
    keys.push_back(net.state(prefix + "k_cache", {net.call().batch, past, kept_width}));
    values.push_back(net.state(prefix + "v_cache", {net.call().batch, past, kept_width}));
  }
  const TensorId result = attend(net, prefix, keys, values, q);
  return net.linear(prefix + "out_proj", result, width, biases_);
}

TensorId AttentionBlock::cross(Network& net, const std::string& prefix, TensorId x, TensorId keys,
                               TensorId values, std::int64_t width) const {
  const std::int64_t queries = options_.heads * options_.head_width(width);
  const TensorId q = net.linear(prefix + "q_proj", x, queries, biases_);
  return net.linear(prefix + "out_proj", attend(net, prefix, {keys}, {values}, q), width, biases_);
}

TensorId AttentionBlock::attend(Network& net, const std::string& prefix,
                                const std::vector<TensorId>& keys,
                                const std::vector<TensorId>& values, TensorId queries) const {
  if (options_.attention == AttentionForm::fused) {
    std::vector<TensorId> inputs{queries, keys[0], values[0]};
    if (keys.size() > 1) inputs.insert(inputs.end(), {keys[1], values[1]});
    return net.add(fused_, prefix + "attention", std::move(inputs));
  }
  std::vector<TensorId> inputs{queries};
  inputs.insert(inputs.end(), keys.begin(), keys.end());
  const TensorId scores = net.add(scores_, prefix + "qk_matmul", std::move(inputs));
  std::vector<TensorId> weighted{net.add(softmax_, prefix + "softmax", {scores})};
  weighted.insert(weighted.end(), values.begin(), values.end());
  return net.add(values_, prefix + "sv_matmul", std::move(weighted));
}

TensorId AttentionBlock::kept(Network& net, const std::string& name, TensorId source,
                              std::int64_t width, bool has_bias) const {
  const std::int64_t columns = options_.shared_heads() * options_.head_width(width);
  const TensorId made = net.linear(name, source, columns, has_bias);
  net.keep(made);
  return made;
}

// ---- Latent attention

TensorId AttentionBlock::latent(Network& net, const std::string& prefix, TensorId x,
                                std::int64_t width) const {
  const LatentOptions& sizes = *options_.latent;
  TensorId q = net.linear(prefix + "q_a_proj", x, sizes.query_rank);
  q = net.add(norm_, prefix + "q_norm",
              {q, net.weight(prefix + "q_norm.weight", {sizes.query_rank})});
  q = net.linear(prefix + "q_b_proj", q, options_.heads * (sizes.key_size + sizes.rope_size));
  const TensorId latents = compressed(net, prefix, x);
  // A decode step leaves its keys compressed, which costs more operations a row but reads less.
  const bool stays_compressed = net.call().past() > 0;
  const TensorId result =
      stays_compressed ? absorbed(net, prefix, q, latents) : expanded(net, prefix, q, latents);
  return net.linear(prefix + "out_proj", result, width);
}

TensorId AttentionBlock::compressed(Network& net, const std::string& prefix, TensorId x) const {
  const LatentOptions& sizes = *options_.latent;
  TensorId kv = net.linear(prefix + "kv_a_proj", x, sizes.rank);
  kv =
      net.add(norm_, prefix + "kv_norm", {kv, net.weight(prefix + "kv_norm.weight", {sizes.rank})});
  const TensorId position = net.linear(prefix + "k_rope_proj", x, sizes.rope_size);
  static const Kind join = operator_kind("concatenation", {{"axis", -1}});
  const TensorId latents = net.add(join, prefix + "latent", {kv, position});
  net.keep(latents);
  return latents;
}

TensorId AttentionBlock::absorbed(Network& net, const std::string& prefix, TensorId queries,
                                  TensorId latents) const {
  const LatentOptions& sizes = *options_.latent;
  const std::int64_t heads = options_.heads;
  const Kind up = operator_kind("head_product", {{"pass", sizes.rope_size}});
  const Kind down = operator_kind("head_product");
  const Kind attention =
      operator_kind("attention", {{"heads", heads},
                                  {"key_value_heads", 1},
                                  {"value_size", sizes.rank},
                                  {"causal", options_.causal ? "true" : "false"}});
  const TensorId q =
      net.add(up, prefix + "q_absorb",
              {queries, net.weight(prefix + "k_up.weight", {heads, sizes.rank, sizes.key_size})});
  const TensorId past = net.state(prefix + "latent_cache",
                                  {net.call().batch, net.call().past(), net.shape(latents)[2]});
  const TensorId result = net.add(attention, prefix + "attention", {q, latents, past});
  return net.add(
      down, prefix + "v_up",
      {result, net.weight(prefix + "v_up.weight", {heads, sizes.value_size, sizes.rank})});
}

TensorId AttentionBlock::expanded(Network& net, const std::string& prefix, TensorId queries,
                                  TensorId latents) const {
  const LatentOptions& sizes = *options_.latent;
  const std::int64_t heads = options_.heads, batch = net.call().batch, rows = net.call().rows;
  const Kind split =
      operator_kind("split", {{"axis", -1}, {"sizes", Shape{sizes.rank, sizes.rope_size}}});
  const std::span<const TensorId> parts = net.add_all(split, prefix + "latent_parts", {latents});
  const TensorId compressed_part = parts[0], position = parts[1];
  net.make_view();
  const auto reshaped = [&](const std::string& name, TensorId x, const Shape& shape) {
    return net.add(operator_kind("reshape", {{"shape", shape}}), prefix + name, {x});
  };
  const TensorId k = net.linear(prefix + "k_up", compressed_part, heads * sizes.key_size);
  const TensorId v = net.linear(prefix + "v_up", compressed_part, heads * sizes.value_size);
  const TensorId of_heads = reshaped("k_heads", k, {batch, rows, heads, sizes.key_size});
  const TensorId once = reshaped("k_rope", position, {batch, rows, 1, sizes.rope_size});
  const Kind expand =
      operator_kind("expand", {{"shape", Shape{batch, rows, heads, sizes.rope_size}}});
  const TensorId of_all = net.add(expand, prefix + "k_rope_heads", {once});
  net.make_view();
  static const Kind join = operator_kind("concatenation", {{"axis", -1}});
  const TensorId joined = net.add(join, prefix + "k_join", {of_heads, of_all});
  const std::int64_t depth = sizes.key_size + sizes.rope_size;
  const TensorId keys = reshaped("k", joined, {batch, rows, heads * depth});
  return attend(net, prefix, {keys}, {v}, queries);
}

}  // namespace kairos
