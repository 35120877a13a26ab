// MobileNetV2: inverted residuals with depthwise convolutions (Sandler et al., arXiv 1801.04381).
//
// A block expands its channels by a factor with a 1 x 1 convolution, filters each channel with a 3
// x 3 one, and projects them with a 1 x 1 one. Its input is added if the shapes agree. All
// activations are ReLU6.
// Example: at 224 x 224 it has 300.8 M MACs and 3,504,872 parameters. With width 0.35, images of
// 144 x 144 and `scale_head` it is the smaller network of MCUNetV2 (arXiv 2110.15352): 23.5 M MACs
// and 0.75 M parameters. `scale_head` is `disable_keep_last_channel` of that paper's program.
// How far to trust it: MACs, weights and shapes of all operators equal those of torchvision's
// export. With depthwise convolutions in place, live activations have the peak that MCUNetV2
// prints, 1372 KiB in int8; 4 x 4 patches up to block 4 recompute 10.0 % of the MACs, as
// published, and need 134 KiB. The smaller network needs 290 kB; 308 kB were measured with an
// engine's buffers.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/models/image_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

/// Blocks with the same number of channels; the first one has the stride.
struct Stage {
  std::int64_t expansion, channels, blocks, stride;
};
constexpr std::array stages{Stage{1, 16, 1, 1}, Stage{6, 24, 2, 2}, Stage{6, 32, 3, 2},
                            Stage{6, 64, 4, 2}, Stage{6, 96, 3, 1}, Stage{6, 160, 3, 2},
                            Stage{6, 320, 1, 1}};

class MobilenetV2 final : public ForwardModel {
 public:
  struct Options {
    ImageOptions image;
    double width = 1;
    bool scale_head = false, in_place = false;

    void describe(Fields& f) {
      image.describe(f);
      f("width", width, "factor of the numbers of channels, which stay multiples of 8")
          .between(0.01, 64);
      f("scale_head", scale_head,
        "whether a 'width' below 1 also applies to the 1280 channels of the last convolution");
      f("in_place", in_place,
        "whether depthwise convolutions may write over their inputs, channel by channel");
    }
  };
  explicit MobilenetV2(const Options& options) : options_(options) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    const ImageOptions& image = options_.image;
    Network net(std::move(title), call);
    ImageBlocks parts(net, image.fold_norms);
    TensorId x = net.input("image", {call.batch, image.channels, image.image, image.image});
    x = parts.activated("stem", x, {scaled_channels(32, options_.width), 3, 2}, parts.relu());
    std::int64_t number = 0;
    for (const Stage& stage : stages) {
      const std::int64_t channels = scaled_channels(stage.channels, options_.width);
      for (std::int64_t block = 0; block < stage.blocks; ++block) {
        const std::string name = "block" + std::to_string(++number) + ".";
        x = inverted(parts, name, x, stage.expansion, channels, block == 0 ? stage.stride : 1);
      }
    }
    const std::int64_t last =
        scaled_channels(1280, options_.scale_head ? options_.width : std::max(1.0, options_.width));
    x = parts.activated("head", x, {last, 1}, parts.relu());
    parts.classify(x, image.classes);
    return net.take();
  }

 private:
  [[nodiscard]] TensorId inverted(ImageBlocks& parts, const std::string& name, TensorId x,
                                  std::int64_t expansion, std::int64_t channels,
                                  std::int64_t stride) const {
    const std::int64_t inner = expansion * parts.channels(x);
    TensorId y = x;
    if (expansion > 1) y = parts.activated(name + "expand", y, {inner, 1}, parts.relu());
    y = parts.activated(name + "depthwise", y, {inner, 3, stride, inner, options_.in_place},
                        parts.relu());
    y = parts.convolution(name + "project", y, {channels, 1});
    return stride == 1 && channels == parts.channels(x) ? parts.add(name + "add", x, y) : y;
  }

  Options options_;
};

const Register<Model, MobilenetV2> registered{
    "mobilenet_v2", "MobileNetV2: inverted residuals with depthwise convolutions"};

}  // namespace
}  // namespace kairos
