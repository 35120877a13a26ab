// Residual networks for image classes (He et al., arXiv 1512.03385).
//
// A stem of a 7 x 7 convolution and a pooling, then four stages of blocks with 64, 128, 256 and 512
// channels times `width`. A basic block has two 3 x 3 convolutions; a bottleneck has a 1 x 1, a 3 x
// 3 and a 1 x 1 one with four times the channels. The stride of a bottleneck is in its 3 x 3
// convolution, as in torchvision.
// Example: blocks [3, 4, 6, 3] with bottlenecks are ResNet-50: 25,557,032 parameters, and 4.09 G
// MACs for an image of 224 x 224.
// How far to trust it: MACs, weights and shapes of all operators of ResNet-18 and ResNet-50 equal
// those of torchvision's exports. Operations and activations grow with width, depth and resolution
// as the rules of fast scaling say (arXiv 2103.06877).
#include <cmath>

#include "sim/base/registry.hpp"
#include "workloads/models/image_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

class Resnet final : public ForwardModel {
 public:
  struct Options {
    ImageOptions image;
    std::vector<std::int64_t> blocks{2, 2, 2, 2};
    bool bottleneck = false;
    double width = 1;

    void describe(Fields& f) {
      image.describe(f);
      f("blocks", blocks, "numbers of blocks of the stages")
          .must(
              [](const auto& v) {
                return !v.empty() && v.size() <= 8 &&
                       std::ranges::all_of(v, [](std::int64_t n) { return n >= 1 && n <= 1000; });
              },
              "one to eight whole numbers from 1 to 1000");
      f("bottleneck", bottleneck, "whether blocks are bottlenecks of three convolutions");
      f("width", width, "factor of all numbers of channels").between(0.01, 64);
    }
  };
  explicit Resnet(Options options) : options_(std::move(options)) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    const ImageOptions& image = options_.image;
    Network net(std::move(title), call);
    ImageBlocks parts(net, image.fold_norms);
    TensorId x = net.input("image", {call.batch, image.channels, image.image, image.image});
    x = parts.activated("stem", x, {scaled(64), 7, 2}, parts.relu());
    x = parts.max_pool("stem.pool", x, 3, 2);
    std::int64_t channels = scaled(64);
    for (std::size_t stage = 0; stage < options_.blocks.size(); ++stage) {
      for (std::int64_t block = 0; block < options_.blocks[stage]; ++block) {
        const std::string name =
            "stage" + std::to_string(stage + 1) + ".block" + std::to_string(block + 1) + ".";
        const std::int64_t stride = stage > 0 && block == 0 ? 2 : 1;
        x = residual(net, parts, name, x, channels, stride);
      }
      channels *= 2;
    }
    parts.classify(x, image.classes);
    return net.take();
  }

 private:
  [[nodiscard]] std::int64_t scaled(std::int64_t channels) const {
    return std::max<std::int64_t>(1, std::lround(static_cast<double>(channels) * options_.width));
  }

  TensorId residual(Network& net, ImageBlocks& parts, const std::string& name, TensorId x,
                    std::int64_t channels, std::int64_t stride) const {
    const std::int64_t out = options_.bottleneck ? 4 * channels : channels;
    TensorId y = x;
    if (options_.bottleneck) {
      y = parts.activated(name + "conv1", y, {channels, 1}, parts.relu());
      y = parts.activated(name + "conv2", y, {channels, 3, stride}, parts.relu());
      y = parts.convolution(name + "conv3", y, {out, 1});
    } else {
      y = parts.activated(name + "conv1", y, {channels, 3, stride}, parts.relu());
      y = parts.convolution(name + "conv2", y, {out, 3});
    }
    if (parts.channels(x) != out || stride > 1) {
      x = parts.convolution(name + "shortcut", x, {out, 1, stride});
    }
    return net.add(parts.relu(), name + "act", {parts.add(name + "add", y, x)});
  }

  Options options_;
};

const Register<Model, Resnet> registered{"resnet", "residual network for image classes"};

}  // namespace
}  // namespace kairos
