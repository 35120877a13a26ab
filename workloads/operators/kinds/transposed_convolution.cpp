// Transposed convolution (deconvolution), which enlarges an image.
//
//   out[n, m, s y + d ky - p, s x + d kx - p] += in[n, c, y, x] w[c, m, ky, kx]
//   extent of the output = stride (in - 1) + dilation (kernel - 1) + 1 - padding + output_padding
//   MACs = elements of the image * (filters / groups) * points of the kernel
//
// Inputs: an image (batch, channels, spatial dimensions), weights (channels, filters / groups,
// kernel) and, if there is one, a bias. Axes: batch, group, filter and channel (within their
// group), plane, row and column of the image, and those of the kernel. Positions may be split among
// elements if the windows do not overlap, which is if the kernel is at most as large as the stride.
//
// Example: 64 filters of 128 x 2 x 2 with stride 2 on 128 x 28 x 28 make 64 x 56 x 56 values with
// 25.7 M MACs.
// How far to trust it: implementations that insert zeros and convolve need stride^2 times the
// operations.
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"
#include "workloads/operators/shape.hpp"
#include "workloads/operators/window.hpp"

namespace kairos {
namespace {

class TransposedConvolution final : public OperatorKind {
 public:
  struct Options {
    Window window;
    std::uint64_t groups = 1;
    std::vector<std::uint64_t> output_padding{0};

    void describe(Fields& f) {
      window.describe(f);
      f("groups", groups, "number of groups of channels that are convolved apart from each other")
          .between(1, std::uint64_t{1} << 20U);
      f("output_padding", output_padding,
        "rows or columns added to the end of the output, one number for each spatial dimension or "
        "one for all")
          .must([](const auto& v) { return !v.empty() && std::ranges::max(v) <= 1U << 20U; },
                "whole numbers from 0 to 2^20");
    }
  };
  explicit TransposedConvolution(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 2, 3, "an image, weights and optionally a bias");
    const Shape &image = inputs[0]->shape, &weights = inputs[1]->shape;
    const auto groups = static_cast<std::int64_t>(options_.groups);
    require_fit(image, weights, groups);
    const std::size_t spatial = image.size() - 2;
    options_.window.require_lengths(spatial);

    const Form filters{{{1, weights[1]}, {2, 1}}, 0, Form::Access::affine};
    const Form channels{{{1, weights[0] / groups}, {3, 1}}, 0, Form::Access::affine};
    Inferred result;
    result.axes = {{"batch", image[0]},
                   {"group", groups},
                   {"filter", weights[1]},
                   {"channel", weights[0] / groups, AxisKind::reduction}};
    Inferred::Output output{{image[0], weights[1] * groups}, {along(0), filters}, inputs[0]->type};
    std::vector<Form> read{along(0), channels}, kernel{channels, along(2)};
    for (std::size_t d = 0; d < spatial; ++d) {
      const std::size_t position = 4 + 2 * d;
      const bool overlap = weights[2 + d] > options_.window.stride_along(d);
      result.axes.push_back({position_name(d, spatial), image[2 + d],
                             overlap ? AxisKind::sequential : AxisKind::parallel});
      result.axes.push_back({kernel_name(d, spatial), weights[2 + d], AxisKind::sequential});
      read.push_back(along(position));
      kernel.push_back(along(position + 1));
      output.shape.push_back(enlarged(d, image[2 + d], weights[2 + d]));
      output.dimensions.push_back(options_.window.form(d, position, position + 1));
    }
    result.reads = {std::move(read), std::move(kernel)};
    if (inputs.size() == 3) result.reads.push_back({filters});
    if (inputs.size() == 3 && inputs[2]->shape != Shape{output.shape[1]}) {
      throw InputError("the bias is " + shown(inputs[2]->shape) + ", but there are " +
                       std::to_string(output.shape[1]) + " filters");
    }
    result.outputs = {std::move(output)};
    result.work = {{ComputeUnit::matrix, 2}};
    return result;
  }

 private:
  static void require_fit(const Shape& image, const Shape& weights, std::int64_t groups) {
    if (image.size() < 3 || image.size() > 2 + most_spatial_dimensions ||
        weights.size() != image.size() || weights[0] != image[1] || image[1] % groups != 0) {
      throw InputError("an image of " + shown(image) + " and weights of " + shown(weights) +
                       " in " + counted(static_cast<std::size_t>(groups), "group") +
                       " do not fit; the weights begin with the channels of the image, "
                       "which must be a multiple of the groups");
    }
  }
  [[nodiscard]] std::int64_t enlarged(std::size_t d, std::int64_t in, std::int64_t kernel) const {
    const Window& window = options_.window;
    const auto& more = options_.output_padding;
    if (more.size() != 1 && d >= more.size()) {
      throw InputError("'output_padding' has " + std::to_string(more.size()) +
                       " values; write one, or one for each spatial dimension");
    }
    return window.stride_along(d) * (in - 1) + window.dilation_along(d) * (kernel - 1) + 1 -
           window.padding_before(d) - window.padding_after(d) +
           static_cast<std::int64_t>(more.size() == 1 ? more[0] : more[d]);
  }

  Options options_;
};

const Register<OperatorKind, TransposedConvolution> registered{
    "transposed_convolution", "transposed convolution (deconvolution), which enlarges an image"};

}  // namespace
}  // namespace kairos
