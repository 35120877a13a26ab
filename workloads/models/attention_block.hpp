// The attention part of a layer: products for queries, keys and values, attention with the cache,
// and the product of its result.
//
//   bytes of the cache per token = layers * 2 * key-value heads * head size * bytes of an element
//   with latent attention        = layers * (rank + rope size) * bytes of an element
//
// Example: Llama-2-7B (32 layers, 32 heads of 128) keeps 524,288 B per token in fp16; DeepSeek-V3
// (61 layers, 512 + 64) keeps 70,272 B.
// How far to trust it: the bytes of the cache equal published numbers of eight models. Rotary
// embeddings are not counted. They are about 3 operations for each element of queries and keys,
// and kernels compute them within the products around them.
#pragma once

#include "workloads/models/language_options.hpp"
#include "workloads/models/network.hpp"

namespace kairos {

class AttentionBlock {
 public:
  /// `biases` adds a bias to all products, the options' query_biases only to those of queries, keys
  /// and values.
  AttentionBlock(const AttentionOptions& options, bool biases);

  /// Self-attention on normalised rows. The operators are called `prefix` + "q_proj" and so on.
  /// The result has `width` columns.
  TensorId self(Network& net, const std::string& prefix, TensorId x, std::int64_t width) const;
  /// Cross-attention to keys and values that are in the cache.
  TensorId cross(Network& net, const std::string& prefix, TensorId x, TensorId keys,
                 TensorId values, std::int64_t width) const;
  /// Keys or values of a source, which stay in the cache.
  TensorId kept(Network& net, const std::string& name, TensorId source, std::int64_t width,
                bool has_bias) const;

 private:
  TensorId latent(Network& net, const std::string& prefix, TensorId x, std::int64_t width) const;
  TensorId compressed(Network& net, const std::string& prefix, TensorId x) const;
  TensorId absorbed(Network& net, const std::string& prefix, TensorId queries,
                    TensorId latents) const;
  TensorId expanded(Network& net, const std::string& prefix, TensorId queries,
                    TensorId latents) const;
  TensorId attend(Network& net, const std::string& prefix, const std::vector<TensorId>& keys,
                  const std::vector<TensorId>& values, TensorId queries) const;

  AttentionOptions options_;
  bool biases_;
  Kind fused_, scores_, softmax_, values_, norm_;
};

}  // namespace kairos
