// The parts of which models of language consist: embeddings, layers and the output layer.
#pragma once

#include "workloads/models/attention_block.hpp"

namespace kairos {

class LanguageBlocks {
 public:
  explicit LanguageBlocks(const LanguageOptions& options);

  [[nodiscard]] const LanguageOptions& options() const { return options_; }

  /// Tokens [batch, rows] as rows of the residual stream [batch, rows, width].
  [[nodiscard]] TensorId embed(Network& net) const;
  TensorId norm(Network& net, const std::string& name, TensorId x) const;
  TensorId add(Network& net, std::string name, TensorId a, TensorId b) const {
    return net.add(add_, std::move(name), {a, b});
  }
  /// Normalisation, attention and the addition to the residual stream.
  TensorId attention(Network& net, const std::string& prefix, TensorId x) const;
  /// Normalisation, feed-forward part and the addition to the residual stream.
  TensorId feed_forward(Network& net, const std::string& prefix, TensorId x,
                        std::int64_t width) const;
  /// The feed-forward part alone, on normalised rows.
  TensorId inner_feed_forward(Network& net, const std::string& prefix, TensorId x,
                              std::int64_t width) const;
  /// The activation of a gated (two inputs) or plain feed-forward part (one input).
  TensorId activate(Network& net, std::string name, std::vector<TensorId> inputs) const;
  /// The last normalisation and the output layer.
  void head(Network& net, TensorId x) const;

 private:
  LanguageOptions options_;
  AttentionBlock attention_;
  Kind embedding_, norm_, add_, gate_, activation_;
};

}  // namespace kairos
