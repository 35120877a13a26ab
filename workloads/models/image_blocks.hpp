// The parts of which networks for images consist.
#pragma once

#include "workloads/models/network.hpp"

namespace kairos {

struct ImageOptions {
  std::int64_t image = 224, channels = 3, classes = 1000;
  bool fold_norms = true;

  void describe(Fields& f) {
    f("image", image, "rows and columns of the image").between(1, 1 << 16);
    f("channels", channels, "channels of the image").between(1, 1 << 16);
    f("classes", classes, "number of classes").between(1, 1 << 24);
    f("fold_norms", fold_norms,
      "whether batch normalisations are part of the convolutions, as after an export");
  }
};

/// A convolution: its name, filters, and how its window moves. The padding keeps the extents of the
/// image for a stride of 1.
struct ConvolutionShape {
  std::int64_t filters = 1, kernel = 1, stride = 1, groups = 1;
  bool in_place = false;  ///< Whether a depthwise convolution may write over its input.
};

class ImageBlocks {
 public:
  ImageBlocks(Network& net, bool fold_norms);

  TensorId convolution(const std::string& name, TensorId x, const ConvolutionShape& shape);
  /// A convolution and an activation with one (ReLU) or more operations.
  TensorId activated(const std::string& name, TensorId x, const ConvolutionShape& shape,
                     const Kind& activation);
  TensorId add(const std::string& name, TensorId a, TensorId b) {
    return net_.add(add_, name, {a, b});
  }
  TensorId max_pool(const std::string& name, TensorId x, std::int64_t kernel, std::int64_t stride);
  TensorId concatenate(const std::string& name, std::vector<TensorId> inputs) {
    return net_.add(join_, name, std::move(inputs));
  }
  /// The mean of each channel, and a layer for the classes.
  void classify(TensorId x, std::int64_t classes);

  [[nodiscard]] const Kind& relu() const { return relu_; }
  [[nodiscard]] const Kind& silu() const { return silu_; }
  [[nodiscard]] const Kind& sigmoid() const { return sigmoid_; }
  [[nodiscard]] std::int64_t channels(TensorId x) const { return net_.shape(x)[1]; }

 private:
  Network& net_;
  bool fold_norms_;
  Kind relu_, silu_, sigmoid_, add_, join_, norm_;
};

/// A number of channels times a factor as a multiple of 8, at least 90 % of the product.
std::int64_t scaled_channels(std::int64_t channels, double factor);

}  // namespace kairos
