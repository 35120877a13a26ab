// Convolutions and poolings of ONNX.
#include <algorithm>

#include "workloads/onnx/onnx_translation.hpp"

namespace kairos {
namespace {

using Integers = std::vector<std::int64_t>;

/// One number for each spatial dimension, from an attribute or all equal to `otherwise`.
Integers spatial(const OnnxNodeView& node, const std::string& name, std::size_t dimensions,
                 std::int64_t otherwise) {
  Integers values = node.integers(name);
  if (values.empty()) values.assign(dimensions, otherwise);
  if (values.size() != dimensions) {
    throw InputError("the attribute '" + name + "' has " + std::to_string(values.size()) +
                     " values for " + std::to_string(dimensions) + " spatial dimensions");
  }
  return values;
}

void require_positive(const Integers& values, const std::string& name) {
  if (std::ranges::all_of(values, [](std::int64_t v) { return v > 0 && v <= 1 << 20; })) return;
  throw InputError("the attribute '" + name + "' must have values from 1 to 2^20");
}

struct Padding {
  Integers before, after;
};

/// The padding that makes the output as large as the input divided by the stride, rounded up.
Padding same_padding(const Shape& image, const Integers& kernel, const Integers& stride,
                     const Integers& dilation, bool more_behind) {
  Padding result;
  for (std::size_t d = 0; d < kernel.size(); ++d) {
    const std::int64_t out = (image[2 + d] - 1) / stride[d] + 1;
    const std::int64_t window = (kernel[d] - 1) * dilation[d] + 1;
    const std::int64_t all =
        std::max<std::int64_t>((out - 1) * stride[d] + window - image[2 + d], 0);
    result.before.push_back(more_behind ? all / 2 : all - all / 2);
    result.after.push_back(all - result.before.back());
  }
  return result;
}

Padding padding_of(const OnnxNodeView& node, const Integers& kernel, const Integers& stride,
                   const Integers& dilation) {
  const std::size_t dimensions = kernel.size();
  const std::string rule = node.text("auto_pad", "NOTSET");
  if (rule == "SAME_UPPER" || rule == "SAME_LOWER") {
    return same_padding(node.shape(0), kernel, stride, dilation, rule == "SAME_UPPER");
  }
  if (rule != "NOTSET" && rule != "VALID" && !rule.empty()) {
    throw InputError("the attribute 'auto_pad' is '" + rule + "', which is not known");
  }
  Integers pads = rule == "VALID" ? Integers{} : node.integers("pads");
  if (pads.empty()) pads.assign(2 * dimensions, 0);
  if (pads.size() != 2 * dimensions) {
    throw InputError("the attribute 'pads' has " + std::to_string(pads.size()) + " values for " +
                     std::to_string(dimensions) + " spatial dimensions");
  }
  const auto middle = pads.begin() + static_cast<std::ptrdiff_t>(dimensions);
  return {Integers(pads.begin(), middle), Integers(middle, pads.end())};
}

/// Adds stride, dilation and padding. The kernel is that of the weights or an attribute.
OnnxTranslation with_window(OnnxTranslation result, const OnnxNodeView& node,
                            const Integers& kernel) {
  require_positive(kernel, "kernel_shape");
  const Integers stride = spatial(node, "strides", kernel.size(), 1);
  const Integers dilation = spatial(node, "dilations", kernel.size(), 1);
  require_positive(stride, "strides");
  require_positive(dilation, "dilations");
  const Padding padding = padding_of(node, kernel, stride, dilation);
  result.with("stride", stride).with("padding", padding.before).with("padding_end", padding.after);
  return result.with("dilation", dilation);
}

void require_image(const OnnxNodeView& node) {
  if (node.shape(0).size() < 3) throw InputError("the image has less than three dimensions");
}

/// The extents of the kernel, which the weights must have if an attribute gives them as well.
Integers kernel_of_weights(const OnnxNodeView& node) {
  require_image(node);
  const Shape& weights = node.shape(1);
  if (weights.size() != node.shape(0).size()) {
    throw InputError("the image and the weights have different numbers of dimensions");
  }
  Integers kernel(weights.begin() + 2, weights.end());
  if (node.has("kernel_shape") && node.integers("kernel_shape") != kernel) {
    throw InputError("the attribute 'kernel_shape' is not the shape of the weights");
  }
  return kernel;
}

OnnxTranslation filtered(const OnnxNodeView& node, const std::string& kind) {
  OnnxTranslation result{kind, Value::map(), {0, 1}};
  if (node.has(2)) result.reads.push_back(2);
  result = with_window(std::move(result), node, kernel_of_weights(node));
  return result.with("groups", node.integer("group", 1));
}

OnnxTranslation convolution(const OnnxNodeView& node) {
  return filtered(node, "convolution");
}

/// Paddings that lead to the extents that an attribute asks for.
void set_output_shape(OnnxTranslation& result, const OnnxNodeView& node, const Integers& wanted) {
  const Integers kernel = kernel_of_weights(node);
  const Integers stride = spatial(node, "strides", kernel.size(), 1);
  const Integers dilation = spatial(node, "dilations", kernel.size(), 1);
  const Integers more = spatial(node, "output_padding", kernel.size(), 0);
  if (wanted.size() < kernel.size()) throw InputError("the attribute 'output_shape' is too short");
  Padding padding;
  for (std::size_t d = 0; d < kernel.size(); ++d) {
    const std::int64_t out = wanted[wanted.size() - kernel.size() + d];
    const std::int64_t widest =
        stride[d] * (node.shape(0)[2 + d] - 1) + dilation[d] * (kernel[d] - 1) + 1;
    const std::int64_t all = widest + std::clamp<std::int64_t>(more[d], 0, 1 << 20) -
                             std::clamp<std::int64_t>(out, 1, std::int64_t{1} << 40);
    padding.before.push_back(all / 2);
    padding.after.push_back(all - all / 2);
  }
  result.with("padding", padding.before).with("padding_end", padding.after);
}

OnnxTranslation transposed_convolution(const OnnxNodeView& node) {
  OnnxTranslation result = filtered(node, "transposed_convolution");
  Integers wanted = node.integers("output_shape");
  if (wanted.empty() && node.text("auto_pad", "NOTSET").starts_with("SAME")) {
    const Shape& image = node.shape(0);
    const Integers stride = spatial(node, "strides", image.size() - 2, 1);
    for (std::size_t d = 0; d < stride.size(); ++d) wanted.push_back(image[2 + d] * stride[d]);
  }
  if (!wanted.empty()) set_output_shape(result, node, wanted);
  const Integers more = node.integers("output_padding");
  return more.empty() ? result : result.with("output_padding", more);
}

OnnxTranslation pooled(const OnnxNodeView& node, const std::string& mode) {
  require_image(node);
  OnnxTranslation result{"pooling"};
  result.with("mode", mode);
  const Integers kernel = spatial(node, "kernel_shape", node.shape(0).size() - 2, 0);
  result.with("kernel", kernel).with_flag("ceil_mode", node.integer("ceil_mode", 0) != 0);
  return with_window(std::move(result), node, kernel);
}

OnnxTranslation average_pooling(const OnnxNodeView& node) {
  return pooled(node, "average");
}
OnnxTranslation maximum_pooling(const OnnxNodeView& node) {
  return pooled(node, "maximum");
}
OnnxTranslation global_average_pooling(const OnnxNodeView& /*node*/) {
  return OnnxTranslation{"pooling"}.with("mode", "average").with_flag("global", true);
}
OnnxTranslation global_maximum_pooling(const OnnxNodeView& /*node*/) {
  return OnnxTranslation{"pooling"}.with("mode", "maximum").with_flag("global", true);
}

}  // namespace

void add_window_translators(OnnxTranslators& all) {
  all["Conv"] = convolution;
  all["ConvTranspose"] = transposed_convolution;
  all["AveragePool"] = average_pooling;
  all["MaxPool"] = maximum_pooling;
  all["GlobalAveragePool"] = global_average_pooling;
  all["GlobalMaxPool"] = global_maximum_pooling;
}

}  // namespace kairos
