// The MatMul-free language model: ternary weights and a recurrence instead of attention (Zhu et
// al., arXiv 2406.02528).
//
//   ternary weights of a layer = 4 width^2 + 3 width * inner width
//   packed bytes = ternary weights * 2 bits / 8
//
// A layer has products for input, forget gate, output gate and result around a gated recurrence,
// and a gated feed-forward part. The weights of products are ternary whatever the call says;
// embeddings and the output layer have the type of the call.
// Example: width 1024 and inner width 2816 are 12.8 M ternary weights a layer, 77 MB packed for 24
// layers. Arithmetic with the paper's expansion of 8/3, an inner width of 2730.7, gives 75.5 MB.
// How far to trust it: products count as multiply-accumulate operations of the matrix unit in the
// data type of the activations, although hardware for ternary weights only adds. The norm before
// each product is counted without its quantisation to 8 bits.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/models/language_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

class MatmulFree final : public Model {
 public:
  struct Options {
    std::int64_t layers = 24, width = 1024, feed_forward_width = 2816, vocabulary = 32000;

    void describe(Fields& f) {
      f("layers", layers, "number of layers").between(1, 10'000);
      f("width", width, "width of the residual stream").between(1, 1 << 20);
      f("feed_forward_width", feed_forward_width, "inner width of the feed-forward part")
          .between(1, 1 << 24);
      f("vocabulary", vocabulary, "number of tokens of the vocabulary").between(1, 1 << 28);
    }
    [[nodiscard]] LanguageOptions language() const {
      LanguageOptions all;
      all.width = width;
      all.vocabulary = vocabulary;
      all.attention.heads = 1;
      return all;
    }
  };
  explicit MatmulFree(const Options& options)
      : options_(options),
        blocks_(options.language()),
        recurrence_(operator_kind("gated_recurrence")) {}

  [[nodiscard]] std::span<const ModelPhase> phases() const override {
    static constexpr std::array all{ModelPhase::prefill, ModelPhase::decode};
    return all;
  }

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    Network net(std::move(title), call);
    TensorId x = blocks_.embed(net);
    for (std::int64_t layer = 0; layer < options_.layers; ++layer) {
      const std::string prefix = "layer" + std::to_string(layer) + ".";
      x = blocks_.add(net, prefix + "mixer_add", x, mixer(net, prefix, x));
      x = blocks_.add(net, prefix + "mlp_add", x, feed_forward(net, prefix, x));
    }
    blocks_.head(net, x);
    return net.take();
  }

 private:
  /// The product with ternary weights of normalised rows.
  TensorId ternary(Network& net, const std::string& name, TensorId x, std::int64_t columns) const {
    const TensorId normed = blocks_.norm(net, name + "_norm", x);
    const TensorId weights =
        net.weight(name + ".weight", {columns, net.shape(x).back()}, DataType::ternary);
    return net.product(name, normed, weights);
  }

  TensorId mixer(Network& net, const std::string& prefix, TensorId x) const {
    const std::int64_t width = options_.width;
    const TensorId rows = blocks_.norm(net, prefix + "mixer_norm", x);
    const TensorId input = ternary(net, prefix + "i_proj", rows, width);
    const TensorId forget = ternary(net, prefix + "f_proj", rows, width);
    const TensorId gate = ternary(net, prefix + "g_proj", rows, width);
    std::vector<TensorId> inputs{input, forget};
    if (net.call().past() > 0) {
      inputs.push_back(net.state(prefix + "state", {net.call().batch, width}));
    }
    const std::span<const TensorId> results =
        net.add_all(recurrence_, prefix + "recurrence", std::move(inputs));
    const TensorId y = results[0], state = results[1];
    net.keep(state);
    const TensorId gated = blocks_.activate(net, prefix + "gate", {y, gate});
    return ternary(net, prefix + "o_proj", gated, width);
  }

  TensorId feed_forward(Network& net, const std::string& prefix, TensorId x) const {
    const std::int64_t inner = options_.feed_forward_width;
    const TensorId rows = blocks_.norm(net, prefix + "mlp_norm", x);
    const TensorId gate = ternary(net, prefix + "gate_proj", rows, inner);
    const TensorId up = ternary(net, prefix + "up_proj", rows, inner);
    const TensorId active = blocks_.activate(net, prefix + "mlp_act", {gate, up});
    return ternary(net, prefix + "down_proj", active, options_.width);
  }

  Options options_;
  LanguageBlocks blocks_;
  Kind recurrence_;
};

const Register<Model, MatmulFree> registered{
    "matmul_free", "language model with ternary weights and a recurrence instead of attention"};

}  // namespace
}  // namespace kairos
