// EfficientNet: inverted residuals with squeeze and excitation (Tan and Le, arXiv 1905.11946).
//
// Blocks are those of MobileNetV2 with SiLU activations, kernels of 3 or 5, and a gate for each
// channel that two 1 x 1 convolutions compute from the channels' means. `width` and `depth` are the
// factors of compound scaling: 1.0 and 1.0 for B0, 1.0 and 1.1 for B1, 1.1 and 1.2 for B2 (image
// 224, 240, 260).
// Example: B0 has 385.8 M MACs at 224 x 224 and 5,288,548 parameters.
// How far to trust it: MACs and weights of all convolutions equal those of torchvision's export.
#include <array>
#include <cmath>

#include "sim/base/registry.hpp"
#include "workloads/models/image_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

struct Stage {
  std::int64_t expansion, kernel, stride, channels, blocks;
};
constexpr std::array stages{Stage{1, 3, 1, 16, 1}, Stage{6, 3, 2, 24, 2},  Stage{6, 5, 2, 40, 2},
                            Stage{6, 3, 2, 80, 3}, Stage{6, 5, 1, 112, 3}, Stage{6, 5, 2, 192, 4},
                            Stage{6, 3, 1, 320, 1}};

class Efficientnet final : public ForwardModel {
 public:
  struct Options {
    ImageOptions image;
    double width = 1, depth = 1;

    void describe(Fields& f) {
      image.describe(f);
      f("width", width, "factor of the numbers of channels, which stay multiples of 8")
          .between(0.01, 64);
      f("depth", depth, "factor of the numbers of blocks, which are rounded up").between(0.01, 64);
    }
  };
  explicit Efficientnet(const Options& options) : options_(options) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    const ImageOptions& image = options_.image;
    Network net(std::move(title), call);
    ImageBlocks parts(net, image.fold_norms);
    TensorId x = net.input("image", {call.batch, image.channels, image.image, image.image});
    x = parts.activated("stem", x, {scaled_channels(32, options_.width), 3, 2}, parts.silu());
    std::int64_t number = 0;
    for (const Stage& stage : stages) {
      const auto blocks =
          static_cast<std::int64_t>(std::ceil(static_cast<double>(stage.blocks) * options_.depth));
      for (std::int64_t block = 0; block < blocks; ++block) {
        const std::string name = "block" + std::to_string(++number) + ".";
        Stage now = stage;
        if (block > 0) now.stride = 1;
        x = gated(net, parts, name, x, now);
      }
    }
    const std::int64_t last = 4 * scaled_channels(stages.back().channels, options_.width);
    x = parts.activated("head", x, {last, 1}, parts.silu());
    parts.classify(x, image.classes);
    return net.take();
  }

 private:
  TensorId gated(Network& net, ImageBlocks& parts, const std::string& name, TensorId x,
                 const Stage& stage) const {
    const std::int64_t before = parts.channels(x);
    const std::int64_t inner = stage.expansion == 1
                                   ? before
                                   : scaled_channels(before, static_cast<double>(stage.expansion));
    const std::int64_t channels = scaled_channels(stage.channels, options_.width);
    TensorId y = x;
    if (inner != before) y = parts.activated(name + "expand", y, {inner, 1}, parts.silu());
    y = parts.activated(name + "depthwise", y, {inner, stage.kernel, stage.stride, inner},
                        parts.silu());
    y = excite(net, parts, name, y, std::max<std::int64_t>(1, before / 4));
    y = parts.convolution(name + "project", y, {channels, 1});
    return stage.stride == 1 && channels == before ? parts.add(name + "add", y, x) : y;
  }

  /// Multiplies each channel by a gate between 0 and 1. Its convolutions have biases but no norms.
  static TensorId excite(Network& net, ImageBlocks& parts, const std::string& name, TensorId x,
                         std::int64_t squeezed) {
    ImageBlocks plain(net, true);
    const TensorId means = net.add(
        operator_kind("pooling", {{"mode", "average"}, {"global", "true"}}), name + "means", {x});
    const TensorId small = plain.activated(name + "squeeze", means, {squeezed, 1}, parts.silu());
    const TensorId gate =
        plain.activated(name + "excite", small, {parts.channels(x), 1}, parts.sigmoid());
    return net.add(operator_kind("pointwise"), name + "scale", {x, gate});
  }

  Options options_;
};

const Register<Model, Efficientnet> registered{
    "efficientnet", "EfficientNet: inverted residuals with squeeze and excitation"};

}  // namespace
}  // namespace kairos
