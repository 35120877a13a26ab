// U-Net: an image is made smaller and larger again, with bridges between equal sizes (Ronneberger
// et al., arXiv 1505.04597).
//
// Every level has two 3 x 3 convolutions. Downwards, a pooling halves the image and the channels
// double; upwards, a transposed convolution doubles the image, and the channels of the same level
// are put beside it.
// Example: 64 channels and 4 levels below the first have 31.03 M parameters for 3 channels and 2
// classes.
// How far to trust it: parameters equal those of the common implementation. Convolutions keep the
// extents of the image, which the first paper's do not.

#include "sim/base/registry.hpp"
#include "workloads/models/image_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

class UNet final : public ForwardModel {
 public:
  struct Options {
    ImageOptions image{256, 3, 2, true};
    std::int64_t base = 64, levels = 4;

    void describe(Fields& f) {
      image.describe(f);
      f("base", base, "channels of the first level").between(1, 1 << 12);
      f("levels", levels, "number of times that the image is halved").between(1, 10);
    }
    void check(const SourceLocation& where) const {
      if (image.image % (std::int64_t{1} << levels) == 0) return;
      throw InputError(where, "'image' is " + std::to_string(image.image) + ", but it is halved " +
                                  std::to_string(levels) + " times; use a multiple of 2^levels");
    }
  };
  explicit UNet(const Options& options) : options_(options) {}

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    const ImageOptions& image = options_.image;
    Network net(std::move(title), call);
    ImageBlocks parts(net, image.fold_norms);
    TensorId x = net.input("image", {call.batch, image.channels, image.image, image.image});
    std::vector<TensorId> bridges;
    std::int64_t channels = options_.base;
    for (std::int64_t level = 0; level < options_.levels; ++level) {
      const std::string name = "down" + std::to_string(level) + ".";
      bridges.push_back(twice(parts, name, x, channels));
      x = net.add(operator_kind("pooling", {{"kernel", 2}, {"stride", 2}}), name + "pool",
                  {bridges.back()});
      channels *= 2;
    }
    x = twice(parts, "bottom.", x, channels);
    for (std::int64_t level = options_.levels; level-- > 0;) {
      const std::string name = "up" + std::to_string(level) + ".";
      channels /= 2;
      x = enlarge(net, name + "enlarge", x, channels);
      x = parts.concatenate(name + "join", {bridges[static_cast<std::size_t>(level)], x});
      x = twice(parts, name, x, channels);
    }
    ImageBlocks(net, true).convolution("classes", x, {image.classes, 1});
    return net.take();
  }

 private:
  static TensorId twice(ImageBlocks& parts, const std::string& name, TensorId x,
                        std::int64_t channels) {
    x = parts.activated(name + "conv1", x, {channels, 3}, parts.relu());
    return parts.activated(name + "conv2", x, {channels, 3}, parts.relu());
  }
  static TensorId enlarge(Network& net, const std::string& name, TensorId x,
                          std::int64_t channels) {
    const TensorId weights = net.weight(name + ".weight", {net.shape(x)[1], channels, 2, 2});
    return net.add(operator_kind("transposed_convolution", {{"stride", 2}}), name,
                   {x, weights, net.weight(name + ".bias", {channels})});
  }

  Options options_;
};

const Register<Model, UNet> registered{"u_net", "U-Net, which gives a class for each pixel"};

}  // namespace
}  // namespace kairos
