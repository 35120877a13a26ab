// Models that encode speech and decode text, such as Whisper (Radford et al., arXiv 2212.04356).
//
// Phase `encode` runs two convolutions over `frames` of a spectrogram, the second of which halves
// their number, and the encoder. It ends with the keys and values that the decoder's
// cross-attention needs, which stay in memory. Phase `decode` makes the next token.
//   parameters of both phases together = those of the model
// Example: Whisper tiny (4 + 4 layers, width 384) has 37,760,640 parameters. Its encoder turns 30 s
// of speech, 3000 frames, into 1500 rows.
// How far to trust it: parameters equal those of the published checkpoints.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/models/language_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

class EncoderDecoder final : public Model {
 public:
  struct Options {
    std::int64_t encoder_layers = 4, decoder_layers = 4, width = 384, heads = 6;
    std::int64_t feed_forward_width = 0, vocabulary = 51865, positions = 448;
    std::int64_t bands = 80, frames = 3000;

    void describe(Fields& f) {
      f("encoder_layers", encoder_layers, "number of layers of the encoder").between(1, 10'000);
      f("decoder_layers", decoder_layers, "number of layers of the decoder").between(1, 10'000);
      f("width", width, "width of the residual stream").between(1, 1 << 20);
      f("heads", heads, "number of attention heads").at_least(1);
      f("feed_forward_width", feed_forward_width,
        "inner width of the feed-forward part; 0 means four times 'width'")
          .not_negative();
      f("vocabulary", vocabulary, "number of tokens of the vocabulary").between(1, 1 << 28);
      f("positions", positions, "largest number of tokens of a text").at_least(1);
      f("bands", bands, "number of frequency bands of the spectrogram").at_least(1);
      f("frames", frames, "number of frames of the spectrogram, 100 for a second").at_least(2);
    }
    void check(const SourceLocation& where) const { language().check(where); }

    [[nodiscard]] LanguageOptions language() const {
      LanguageOptions all;
      all.width = width;
      all.vocabulary = vocabulary;
      all.learned_positions = positions;
      all.attention.heads = heads;
      all.attention.key_biases = false;
      all.feed_forward = FeedForward::plain;
      all.feed_forward_width = feed_forward_width > 0 ? feed_forward_width : 4 * width;
      all.norm = NormRule::layer;
      all.biases = true;
      all.tied_embeddings = true;
      return all;
    }
  };
  explicit EncoderDecoder(const Options& options)
      : options_(options),
        blocks_(options.language()),
        attention_(options.language().attention, true) {}

  [[nodiscard]] std::span<const ModelPhase> phases() const override {
    static constexpr std::array all{ModelPhase::encode, ModelPhase::decode};
    return all;
  }
  [[nodiscard]] std::int64_t positions() const override {
    return blocks_.options().learned_positions;
  }

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    return *call.phase == ModelPhase::encode ? encoder(call, std::move(title))
                                             : decoder(call, std::move(title));
  }

 private:
  [[nodiscard]] std::int64_t rows() const { return (options_.frames + 1) / 2; }
  [[nodiscard]] std::int64_t inner() const { return blocks_.options().feed_forward_width; }

  TensorId convolve(Network& net, const std::string& name, TensorId x, std::int64_t stride) const {
    const Kind convolution = operator_kind("convolution", {{"stride", stride}, {"padding", 1}});
    const TensorId weights = net.weight(name + ".weight", {options_.width, net.shape(x)[1], 3});
    const TensorId y =
        net.add(convolution, name, {x, weights, net.weight(name + ".bias", {options_.width})});
    return blocks_.activate(net, name + "_act", {y});
  }

  [[nodiscard]] OperatorGraph encoder(const Call& call, std::string title) const {
    Network net(std::move(title), call);
    TensorId x = net.input("spectrogram", {call.batch, options_.bands, options_.frames});
    x = convolve(net, "conv1", x, 1);
    x = convolve(net, "conv2", x, 2);
    x = net.add(operator_kind("transpose", {{"permutation", Shape{0, 2, 1}}}), "rows", {x});
    const TensorId places = net.weight("encoder.positions", {rows(), options_.width});
    x = blocks_.add(net, "position_add", x, places);
    for (std::int64_t layer = 0; layer < options_.encoder_layers; ++layer) {
      const std::string prefix = "encoder" + std::to_string(layer) + ".";
      x = blocks_.attention(net, prefix, x);
      x = blocks_.feed_forward(net, prefix, x, inner());
    }
    x = blocks_.norm(net, "encoder_norm", x);
    for (std::int64_t layer = 0; layer < options_.decoder_layers; ++layer) {
      const std::string prefix = "decoder" + std::to_string(layer) + ".cross_";
      attention_.kept(net, prefix + "k_proj", x, options_.width, false);
      attention_.kept(net, prefix + "v_proj", x, options_.width, true);
    }
    return net.take();
  }

  [[nodiscard]] OperatorGraph decoder(const Call& call, std::string title) const {
    Network net(std::move(title), call);
    TensorId x = blocks_.embed(net);
    for (std::int64_t layer = 0; layer < options_.decoder_layers; ++layer) {
      const std::string prefix = "decoder" + std::to_string(layer) + ".";
      x = blocks_.attention(net, prefix, x);
      const TensorId normed = blocks_.norm(net, prefix + "cross_norm", x);
      const Shape cache{call.batch, rows(), options_.width};
      const TensorId keys = net.state(prefix + "cross_k", cache);
      const TensorId values = net.state(prefix + "cross_v", cache);
      const TensorId found =
          attention_.cross(net, prefix + "cross_", normed, keys, values, options_.width);
      x = blocks_.add(net, prefix + "cross_add", x, found);
      x = blocks_.feed_forward(net, prefix, x, inner());
    }
    blocks_.head(net, x);
    return net.take();
  }

  Options options_;
  LanguageBlocks blocks_;
  AttentionBlock attention_;
};

const Register<Model, EncoderDecoder> registered{
    "encoder_decoder", "encoder of speech and decoder of text with cross-attention (Whisper)"};

}  // namespace
}  // namespace kairos
