// Convolution of one to three spatial dimensions: grouped, depthwise and dilated ones as well.
//
//   out[n, m, y, x] = sum over c, v, u of in[n, c, s y + d v - p, s x + d u - p] w[m, c, v, u]
//   MACs = elements of the output * (channels / groups) * points of the kernel
//
// Inputs: an image (batch, channels, spatial dimensions), weights (filters, channels / groups,
// kernel) and, if there is one, a bias. A bias costs no operations, because sums begin with it.
// Depthwise convolutions have one group for each channel. Axes: batch, group, filter (within its
// group), plane, row, column, channel (within its group), kernel_plane, kernel_row, kernel_column;
// a convolution of two spatial dimensions has no planes.
//
// Example: 64 filters of 3 x 7 x 7 with stride 2 and padding 3 on an image of 3 x 224 x 224 make
// 64 x 112 x 112 values with 118.0 M MACs. Rows 0 to 55 of the output read rows 0 to 113 of the
// image.
// A depthwise convolution may work in place, as TinyEngine does (Lin et al., MCUNet, NeurIPS 2020,
// arXiv 2007.10319): a channel of the output replaces the channel of the image that it was made of.
// How far to trust it: the number is that of the direct form. Winograd's and other algorithms need
// fewer multiplications. The buffer of one channel, which working in place needs, is not counted.
#include "sim/base/registry.hpp"
#include "sim/base/text.hpp"
#include "workloads/operators/shape.hpp"
#include "workloads/operators/window.hpp"

namespace kairos {
namespace {

class Convolution final : public OperatorKind {
 public:
  struct Options {
    Window window;
    std::uint64_t groups = 1;
    bool in_place = false;

    void describe(Fields& f) {
      window.describe(f);
      f("groups", groups,
        "number of groups of channels that are convolved apart from each other; as many as there "
        "are channels make a depthwise convolution")
          .between(1, std::uint64_t{1} << 20U);
      f("in_place", in_place,
        "whether a depthwise convolution may write over its image, channel by channel");
    }
  };
  explicit Convolution(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 2, 3, "an image, weights and optionally a bias");
    const Shape &image = inputs[0]->shape, &weights = inputs[1]->shape;
    const auto groups = static_cast<std::int64_t>(options_.groups);
    require_fit(image, weights, groups);
    const std::size_t spatial = image.size() - 2;
    options_.window.require_lengths(spatial);

    const std::size_t channel = 3 + spatial;  // The axes before it are those of the output.
    const Form filters{{{1, weights[0] / groups}, {2, 1}}, 0, Form::Access::affine};
    const Form channels{
        {{1, weights[1]}, {static_cast<std::uint8_t>(channel), 1}}, 0, Form::Access::affine};
    Inferred result;
    Inferred::Output output{{image[0], weights[0]}, {along(0), filters}, inputs[0]->type};
    std::vector<Form> read{along(0), channels}, kernel{filters, along(channel)};
    result.axes = {{"batch", image[0]}, {"group", groups}, {"filter", weights[0] / groups}};
    std::vector<Axis> inner{{"channel", weights[1], AxisKind::reduction}};
    for (std::size_t d = 0; d < spatial; ++d) {
      const std::int64_t positions = options_.window.positions(d, image[2 + d], weights[2 + d]);
      result.axes.push_back({position_name(d, spatial), positions});
      inner.push_back({kernel_name(d, spatial), weights[2 + d], AxisKind::reduction});
      read.push_back(options_.window.form(d, 3 + d, channel + 1 + d));
      kernel.push_back(along(channel + 1 + d));
      output.shape.push_back(positions);
      output.dimensions.push_back(along(3 + d));
    }
    result.axes.insert(result.axes.end(), inner.begin(), inner.end());
    result.reads = {std::move(read), std::move(kernel)};
    if (inputs.size() == 3) result.reads.push_back({filters});
    result.outputs = {std::move(output)};
    result.work = {{ComputeUnit::matrix, 2}};
    result.in_place = options_.in_place;
    if (options_.in_place) require_in_place(image, result.outputs.front().shape);
    if (inputs.size() == 3 && inputs[2]->shape != Shape{weights[0]}) {
      throw InputError("the bias is " + shown(inputs[2]->shape) + ", but there are " +
                       std::to_string(weights[0]) + " filters");
    }
    return result;
  }

 private:
  static void require_fit(const Shape& image, const Shape& weights, std::int64_t groups) {
    if (image.size() < 3 || image.size() > 2 + most_spatial_dimensions ||
        weights.size() != image.size()) {
      throw InputError("an image of " + shown(image) + " and weights of " + shown(weights) +
                       " do not fit; both need one to three spatial dimensions after the first "
                       "two");
    }
    if (weights[1] * groups != image[1] || weights[0] % groups != 0) {
      throw InputError("weights of " + shown(weights) + " in " +
                       counted(static_cast<std::size_t>(groups), "group") +
                       " do not fit an image of " + shown(image) +
                       "; the channels of the image must be groups times the second extent of "
                       "the weights, and the filters a multiple of the groups");
    }
  }

  void require_in_place(const Shape& image, const Shape& output) const {
    const bool is_depthwise = static_cast<std::int64_t>(options_.groups) == image[1];
    if (is_depthwise && output[1] == image[1] && elements(output) <= elements(image)) return;
    throw InputError("a convolution of " + shown(image) + " to " + shown(output) +
                     " cannot work in place; only depthwise ones can whose output is not larger "
                     "than the image");
  }

  Options options_;
};

const Register<OperatorKind, Convolution> registered{
    "convolution", "convolution of an image with filters, grouped or depthwise too"};

}  // namespace
}  // namespace kairos
