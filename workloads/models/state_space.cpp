// State-space models that predict the next token (Mamba, Mamba-2), and hybrids with some attention.
//
// Every layer is a state-space layer (scan_block.hpp), except for hybrids:
//   attention_layers, `shared` false   these layers have attention and a feed-forward part instead
//   attention_layers, `shared` true    these layers get the result of an attention block that they
//                                      all share (Zamba2, shared_attention.hpp)
//
//   bytes of state = layers * (inner width * state + (kernel - 1) * channels) * bytes of an element
//                    + the cache of the layers with attention
//
// Example: Mamba-2 780M (48 layers, width 1536) has 780,161,280 parameters and 38.5 MB of state in
// fp16 after any number of tokens. Zamba2-1.2B has 1,215,064,704 parameters and 807 MiB of state
// after 8192 tokens, nearly all of it in the caches of its 6 uses of attention.
// How far to trust it: parameters and state agree with the published numbers.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/models/model.hpp"
#include "workloads/models/scan_block.hpp"
#include "workloads/models/shared_attention.hpp"

namespace kairos {
namespace {

class StateSpace final : public Model {
 public:
  struct Options {
    LanguageOptions language;
    ScanOptions scan;
    std::vector<std::int64_t> attention_layers;
    bool shared = false;
    std::int64_t adapter_rank = 0;

    void describe(Fields& f) {
      language.describe(f);
      scan.describe(f);
      f("attention_layers", attention_layers,
        "numbers of the layers with attention, from 0; default: none");
      f("shared", shared, "whether layers with attention share its weights, as in Zamba2");
      f("adapter_rank", adapter_rank,
        "rank of the adapters of each use of shared attention; 0 if there are none")
          .not_negative();
    }
    void check(const SourceLocation& where) const {
      language.check(where);
      const std::int64_t inner = scan.inner(language.width);
      if (scan.version == ScanVersion::mamba || inner % scan.head_size == 0) return;
      throw InputError(where, "the inner width is " + std::to_string(inner) +
                                  ", which is not a multiple of 'scan_head_size', " +
                                  std::to_string(scan.head_size) + "; use a divisor of it");
    }
  };
  explicit StateSpace(const Options& options)
      : options_(options),
        blocks_(options.language),
        scan_(options.scan, blocks_),
        attention_(blocks_, options.adapter_rank) {}

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
    const TensorId embedding = blocks_.embed(net);
    TensorId x = embedding;
    for (std::int64_t layer = 0; layer < options_.language.layers; ++layer) {
      const std::string prefix = "layer" + std::to_string(layer) + ".";
      const bool has_attention =
          std::ranges::find(options_.attention_layers, layer) != options_.attention_layers.end();
      if (has_attention && !options_.shared) {
        x = blocks_.attention(net, prefix, x);
        x = blocks_.feed_forward(net, prefix, x, options_.language.feed_forward_width);
        continue;
      }
      TensorId input = x;
      if (has_attention) {
        const TensorId more = attention_.apply(net, prefix, x, embedding);
        input = blocks_.add(net, prefix + "shared_add", x, more);
      }
      x = scan_.apply(net, prefix, input, x);
    }
    blocks_.head(net, x);
    return net.take();
  }

 private:
  Options options_;
  LanguageBlocks blocks_;
  ScanBlock scan_;
  SharedAttention attention_;
};

const Register<Model, StateSpace> registered{
    "state_space", "state-space model (Mamba, Mamba-2), or a hybrid of it with attention (Zamba2)"};

}  // namespace
}  // namespace kairos
