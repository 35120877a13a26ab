// Detection of objects in one pass, after YOLOv8 (Ultralytics, 2023).
//
// The backbone halves the image five times; its last three levels are mixed upwards and downwards,
// and each gives 4 * 16 numbers for the sides of a box and a score for each class at every
// position. Boxes are the means of 16 distances each, and non-maximum suppression keeps the best of
// them.
// Example: with width 0.25 and depth 0.33, the size n, it has 3,151,904 parameters with folded
// norms and 4.4 G MACs at 640 x 640.
// How far to trust it: parameters equal the published number. Non-maximum suppression is an upper
// bound.
#include <array>
#include <cmath>

#include "sim/base/registry.hpp"
#include "workloads/models/image_blocks.hpp"
#include "workloads/models/model.hpp"

namespace kairos {
namespace {

constexpr std::int64_t bins = 16;  ///< Distances of which each side of a box is the mean.

/// Builds one network.
class Detector {
 public:
  struct Sizes {
    double width = 0.25, depth = 0.33;
    std::int64_t most_channels = 1024, classes = 80, keep = 300;
  };
  Detector(Network& net, const Sizes& sizes, bool fold_norms)
      : net_(net), sizes_(sizes), parts_(net, fold_norms), plain_(net, true) {}

  void build(TensorId image) {
    TensorId x = convolve("stem", image, 64, 3, 2);
    x = stage("stage1", x, 128, 3);
    const TensorId fine = stage("stage2", x, 256, 6);
    const TensorId middle = stage("stage3", fine, 512, 6);
    const TensorId coarse = pyramid("pool", stage("stage4", middle, 1024, 3));
    const TensorId up_middle = mix("up1", enlarged("up1", coarse), middle, 512);
    const TensorId level3 = mix("up2", enlarged("up2", up_middle), fine, 256);
    const TensorId level4 = mix("down1", convolve("down1", level3, 256, 3, 2), up_middle, 512);
    const TensorId level5 = mix("down2", convolve("down2", level4, 512, 3, 2), coarse, 1024);
    detect({level3, level4, level5});
  }

 private:
  [[nodiscard]] std::int64_t width(std::int64_t channels) const {
    const double scaled =
        static_cast<double>(std::min(channels, sizes_.most_channels)) * sizes_.width;
    return static_cast<std::int64_t>(std::ceil(scaled / 8)) * 8;
  }
  TensorId convolve(const std::string& name, TensorId x, std::int64_t channels, std::int64_t kernel,
                    std::int64_t stride) {
    return parts_.activated(name, x, {width(channels), kernel, stride}, parts_.silu());
  }
  TensorId plain_convolve(const std::string& name, TensorId x, std::int64_t filters,
                          std::int64_t kernel) {
    return parts_.activated(name, x, {filters, kernel}, parts_.silu());
  }

  TensorId stage(const std::string& name, TensorId x, std::int64_t channels, std::int64_t blocks) {
    return split_blocks(name + ".", convolve(name, x, channels, 3, 2), width(channels), blocks,
                        true);
  }
  /// Blocks on half of the channels; the inputs of all of them are joined at the end (C2f).
  TensorId split_blocks(const std::string& name, TensorId x, std::int64_t channels,
                        std::int64_t blocks, bool adds) {
    const std::int64_t half = channels / 2;
    const auto count =
        std::max<std::int64_t>(1, std::llround(static_cast<double>(blocks) * sizes_.depth));
    const TensorId both = plain_convolve(name + "in", x, 2 * half, 1);
    const std::span<const TensorId> halves =
        net_.add_all(operator_kind("split", {{"axis", 1}, {"sizes", Shape{half, half}}}),
                     name + "halves", {both});
    std::vector<TensorId> joined(halves.begin(), halves.end());
    net_.make_view();
    for (std::int64_t block = 0; block < count; ++block) {
      const std::string own = name + "block" + std::to_string(block + 1) + ".";
      TensorId y = plain_convolve(own + "conv1", joined.back(), half, 3);
      y = plain_convolve(own + "conv2", y, half, 3);
      joined.push_back(adds ? parts_.add(own + "add", joined.back(), y) : y);
    }
    return plain_convolve(name + "out", parts_.concatenate(name + "join", std::move(joined)),
                          channels, 1);
  }
  /// Pools over windows of 5, 9 and 13 positions (SPPF).
  TensorId pyramid(const std::string& name, TensorId x) {
    const std::int64_t channels = parts_.channels(x);
    std::vector<TensorId> pooled{plain_convolve(name + ".in", x, channels / 2, 1)};
    for (int i = 1; i <= 3; ++i) {
      pooled.push_back(parts_.max_pool(name + ".pool" + std::to_string(i), pooled.back(), 5, 1));
    }
    return plain_convolve(name + ".out", parts_.concatenate(name + ".join", std::move(pooled)),
                          channels, 1);
  }
  TensorId enlarged(const std::string& name, TensorId x) {
    return net_.add(operator_kind("resize", {{"scales", Shape{1, 1, 2, 2}}}), name + ".enlarge",
                    {x});
  }
  TensorId mix(const std::string& name, TensorId x, TensorId other, std::int64_t channels) {
    const TensorId joined = parts_.concatenate(name + ".mix", {x, other});
    return split_blocks(name + ".", joined, width(channels), 3, false);
  }

  void detect(const std::array<TensorId, 3>& levels) {
    const std::int64_t batch = net_.call().batch, first = parts_.channels(levels[0]);
    const std::int64_t box_width = std::max({std::int64_t{16}, first / 4, 4 * bins});
    const std::int64_t class_width = std::max(first, std::min<std::int64_t>(sizes_.classes, 100));
    std::vector<TensorId> boxes, scores;
    for (std::size_t i = 0; i < levels.size(); ++i) {
      const std::string name = "detect" + std::to_string(i + 1) + ".";
      const Shape& shape = net_.shape(levels[i]);
      const std::int64_t positions = shape[2] * shape[3];
      const auto flat = [&](const std::string& own, TensorId x, std::int64_t channels) {
        return net_.add(operator_kind("reshape", {{"shape", Shape{batch, channels, positions}}}),
                        own, {x});
      };
      boxes.push_back(
          flat(name + "box", branch(name + "box_", levels[i], box_width, 4 * bins), 4 * bins));
      scores.push_back(flat(name + "class",
                            branch(name + "class_", levels[i], class_width, sizes_.classes),
                            sizes_.classes));
    }
    const Kind join = operator_kind("concatenation", {{"axis", -1}});
    suppress(net_.add(join, "boxes", std::move(boxes)),
             net_.add(join, "scores", std::move(scores)));
  }
  TensorId branch(const std::string& name, TensorId x, std::int64_t inner, std::int64_t outputs) {
    x = plain_convolve(name + "conv1", x, inner, 3);
    x = plain_convolve(name + "conv2", x, inner, 3);
    return plain_.convolution(name + "conv3", x, {outputs, 1});
  }
  void suppress(TensorId distances, TensorId logits) {
    const std::int64_t batch = net_.call().batch, positions = net_.shape(distances)[2];
    TensorId x = net_.add(operator_kind("reshape", {{"shape", Shape{batch, 4, bins, positions}}}),
                          "sides", {distances});
    x = net_.add(operator_kind("softmax", {{"axis", 2}}), "bins", {x});
    x = net_.add(operator_kind("reduction", {{"axes", 2}, {"operations", 2}}), "means", {x});
    x = net_.add(operator_kind("transpose", {{"permutation", Shape{0, 2, 1}}}), "corners", {x});
    const TensorId scores = net_.add(parts_.sigmoid(), "probabilities", {logits});
    net_.add(operator_kind("non_maximum_suppression", {{"keep", sizes_.keep}}), "suppression",
             {x, scores});
  }

  Network& net_;
  Sizes sizes_;
  ImageBlocks parts_, plain_;
};

class Detection final : public ForwardModel {
 public:
  struct Options {
    ImageOptions image{640, 3, 80, true};
    Detector::Sizes sizes;

    void describe(Fields& f) {
      image.describe(f);
      f("width", sizes.width, "factor of the numbers of channels").between(0.01, 64);
      f("depth", sizes.depth, "factor of the numbers of blocks").between(0.01, 64);
      f("most_channels", sizes.most_channels, "largest number of channels before the factor")
          .at_least(8);
      f("keep", sizes.keep, "largest number of objects that are kept of one image").at_least(1);
    }
    void check(const SourceLocation& where) const {
      if (image.image % 32 == 0) return;
      throw InputError(where, "'image' is " + std::to_string(image.image) +
                                  ", but it is halved five times; use a multiple of 32");
    }
  };
  explicit Detection(const Options& options) : options_(options) {
    options_.sizes.classes = options_.image.classes;
  }

 protected:
  [[nodiscard]] OperatorGraph network(const Call& call, std::string title) const override {
    const ImageOptions& image = options_.image;
    Network net(std::move(title), call);
    const TensorId x = net.input("image", {call.batch, image.channels, image.image, image.image});
    Detector(net, options_.sizes, image.fold_norms).build(x);
    return net.take();
  }

 private:
  Options options_;
};

const Register<Model, Detection> registered{"detection",
                                            "detection of objects in one pass (YOLOv8)"};

}  // namespace
}  // namespace kairos
