// Vision transformers (Dosovitskiy et al., arXiv 2010.11929).
//
// The image is cut into patches, each of which becomes a row by one convolution; a class token is
// put before them. The layers are those of a transformer with layer norms, biases and a plain
// feed-forward part. The first row gives the class.
//   rows = (image / patch)^2 + 1
// Example: ViT-B/16 (12 layers, width 768) has 86,567,656 parameters and 197 rows at 224 x 224.
// How far to trust it: parameters equal the published number.

#include "sim/base/registry.hpp"
#include "workloads/models/language_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

class Vit final : public ForwardModel {
 public:
  struct Options {
    std::int64_t image = 224, channels = 3, patch = 16, classes = 1000;
    std::int64_t layers = 12, width = 768, heads = 12, feed_forward_width = 3072;
    AttentionForm attention = AttentionForm::fused;

    void describe(Fields& f) {
      f("image", image, "rows and columns of the image").between(1, 1 << 16);
      f("channels", channels, "channels of the image").between(1, 1 << 16);
      f("patch", patch, "rows and columns of a patch").at_least(1);
      f("classes", classes, "number of classes").between(1, 1 << 24);
      f("layers", layers, "number of layers").between(1, 10'000);
      f("width", width, "width of the residual stream").between(1, 1 << 20);
      f("heads", heads, "number of attention heads").at_least(1);
      f("feed_forward_width", feed_forward_width, "inner width of the feed-forward part")
          .at_least(1);
      f("attention", attention, "whether attention is one fused operator or three steps");
    }
    void check(const SourceLocation& where) const {
      language().check(where);
      if (image % patch == 0) return;
      throw InputError(where, "'image' is " + std::to_string(image) +
                                  ", which is not a multiple of 'patch', " + std::to_string(patch) +
                                  "; use a multiple of it");
    }
    [[nodiscard]] LanguageOptions language() const {
      LanguageOptions all;
      all.width = width;
      all.attention.heads = heads;
      all.attention.attention = attention;
      all.feed_forward = FeedForward::plain;
      all.norm = NormRule::layer;
      all.biases = true;
      return all;
    }
  };
  explicit Vit(const Options& options) : options_(options), blocks_(options.language()) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    Network net(std::move(title), call);
    TensorId x = tokens(net);
    for (std::int64_t layer = 0; layer < options_.layers; ++layer) {
      const std::string prefix = "layer" + std::to_string(layer) + ".";
      x = blocks_.attention(net, prefix, x);
      x = blocks_.feed_forward(net, prefix, x, options_.feed_forward_width);
    }
    x = blocks_.norm(net, "final_norm", x);
    x = net.add(operator_kind("gather", {{"axis", 1}, {"index", 0}}), "class_row", {x});
    net.linear("classifier", x, options_.classes, true);
    return net.take();
  }

 private:
  TensorId tokens(Network& net) const {
    const std::int64_t batch = net.call().batch, width = options_.width;
    const std::int64_t side = options_.image / options_.patch, patches = side * side;
    const TensorId image =
        net.input("image", {batch, options_.channels, options_.image, options_.image});
    const TensorId weights =
        net.weight("patches.weight", {width, options_.channels, options_.patch, options_.patch});
    TensorId x = net.add(operator_kind("convolution", {{"stride", options_.patch}}), "patches",
                         {image, weights, net.weight("patches.bias", {width})});
    x = net.add(operator_kind("reshape", {{"shape", Shape{batch, width, patches}}}), "flatten",
                {x});
    x = net.add(operator_kind("transpose", {{"permutation", Shape{0, 2, 1}}}), "rows", {x});
    const TensorId token =
        net.add(operator_kind("expand", {{"shape", Shape{batch, 1, width}}}), "class_tokens",
                {net.weight("class_token.weight", {1, 1, width})});
    x = net.add(operator_kind("concatenation", {{"axis", 1}}), "tokens", {token, x});
    return blocks_.add(net, "position_add", x,
                       net.weight("positions.weight", {1, patches + 1, width}));
  }

  Options options_;
  LanguageBlocks blocks_;
};

const Register<Model, Vit> registered{"vit", "vision transformer for image classes"};

}  // namespace
}  // namespace kairos
