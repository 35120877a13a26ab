// Transformers whose feed-forward parts are mixtures of experts: Mixtral, DeepSeek-V3 and others.
//
// The options are those of `transformer` and of the experts. The first `dense_layers` layers have
// usual feed-forward parts of the width `feed_forward_width`.
// Example: DeepSeek-V3 has 61 layers, 58 of them with 256 experts of which a row uses 8 and one
// shared expert: 671,026,419,200 parameters, of which a row uses 37.6 G.
// How far to trust it: see expert_block.hpp and transformer.cpp.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/models/expert_block.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

class MixtureOfExperts final : public Model {
 public:
  struct Options {
    LanguageOptions language;
    ExpertOptions experts;
    std::int64_t dense_layers = 0;

    void describe(Fields& f) {
      language.describe(f);
      experts.describe(f);
      f("dense_layers", dense_layers, "number of first layers without experts").not_negative();
    }
    void check(const SourceLocation& where) const {
      language.check(where);
      experts.check(where);
    }
  };
  explicit MixtureOfExperts(const Options& options)
      : options_(options), blocks_(options.language), experts_(options.experts, blocks_) {}

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
    for (std::int64_t layer = 0; layer < options_.language.layers; ++layer) {
      const std::string prefix = "layer" + std::to_string(layer) + ".";
      x = blocks_.attention(net, prefix, x);
      x = layer < options_.dense_layers
              ? blocks_.feed_forward(net, prefix, x, options_.language.feed_forward_width)
              : experts_.apply(net, prefix, x, layer);
    }
    blocks_.head(net, x);
    return net.take();
  }

 private:
  Options options_;
  LanguageBlocks blocks_;
  ExpertBlock experts_;
};

const Register<Model, MixtureOfExperts> registered{
    "mixture_of_experts",
    "transformer with experts, of which each row uses a few (Mixtral, DeepSeek)"};

}  // namespace
}  // namespace kairos
