// Transformers that predict the next token: Llama, Qwen, Phi, OPT and others.
//
//   parameters = vocabulary * width * (1 or 2) + layers * (attention + feed-forward part + norms)
//   attention = width * head size * (2 heads + 2 key-value heads)
//   feed-forward part = 3 width * inner width if gated, 2 width * inner width if plain
//
// A layer has the operators attn_norm, q_proj, k_proj, v_proj, attention (or qk_matmul, softmax and
// sv_matmul), out_proj, attn_add, mlp_norm, gate_proj, up_proj, mlp_act, down_proj and mlp_add. New
// keys and values stay in the cache; those before them are read from it.
// Example: Llama-2-7B (32 layers, width 4096, inner width 11008, 32,000 tokens) has 6,738,415,616
// parameters. A prefill of 2048 tokens in three steps has 480 operators in its layers, and 27.5 T
// operations in its matrix products.
// How far to trust it: parameters and bytes of caches equal published numbers; operations and
// bytes equal 62 runs of LLM-Viewer once its departures are applied (docs/ai_models.md). Rotary
// embeddings are not counted, nor is padding of any kind.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/models/language_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

class Transformer final : public Model {
 public:
  using Options = LanguageOptions;
  explicit Transformer(const Options& options) : blocks_(options) {}

  [[nodiscard]] std::span<const ModelPhase> phases() const override {
    static constexpr std::array all{ModelPhase::prefill, ModelPhase::decode};
    return all;
  }
  [[nodiscard]] std::int64_t positions() const override {
    return blocks_.options().learned_positions;
  }

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    Network net(std::move(title), call);
    TensorId x = blocks_.embed(net);
    for (std::int64_t layer = 0; layer < blocks_.options().layers; ++layer) {
      const std::string prefix = "layer" + std::to_string(layer) + ".";
      x = blocks_.attention(net, prefix, x);
      x = blocks_.feed_forward(net, prefix, x, blocks_.options().feed_forward_width);
    }
    blocks_.head(net, x);
    return net.take();
  }

 private:
  LanguageBlocks blocks_;
};

const Register<Model, Transformer> registered{
    "transformer", "transformer that predicts the next token (Llama, Qwen, Phi, OPT ...)"};

}  // namespace
}  // namespace kairos
