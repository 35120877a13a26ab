// Pooling: the maximum or the mean over a window of an image, channel by channel.
//
//   operations of the vector unit = elements of the output * points of the window
//
// Input: an image (batch, channels, spatial dimensions). `global` makes the window as large as the
// image. Axes: batch, channel, plane, row, column, kernel_plane, kernel_row, kernel_column.
//
// Example: a window of 3 x 3 with stride 2 and `ceil_mode` on 64 x 112 x 112 makes 64 x 56 x 56
// values with 1.8 M operations. Rows 0 to 27 of the output read rows 0 to 56 of the image.
// How far to trust it: the division of a mean is not counted.
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"
#include "workloads/operators/window.hpp"

namespace kairos {

enum class PoolingMode : std::uint8_t { maximum, average };

template <>
struct EnumNames<PoolingMode> {
  static constexpr std::string_view kind = "pooling mode";
  static constexpr std::array names{EnumName{PoolingMode::maximum, "maximum"},
                                    EnumName{PoolingMode::average, "average"}};
};

namespace {

class Pooling final : public OperatorKind {
 public:
  struct Options {
    PoolingMode mode = PoolingMode::maximum;
    bool global = false, ceil_mode = false;
    std::vector<std::uint64_t> kernel{1};
    Window window;

    void describe(Fields& f) {
      f("mode", mode, "what is taken of each window");
      f("global", global, "whether the window is the whole image; 'kernel' is then not used");
      f("kernel", kernel, "extents of the window, one for each spatial dimension or one for all")
          .must([](const auto& values) { return !values.empty() && all_at_least_one(values); },
                std::string(rule_of_extents));
      f("ceil_mode", ceil_mode,
        "whether the number of positions is rounded up, so that the last window may reach beyond "
        "the padding");
      window.describe(f);
    }
  };
  explicit Pooling(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "an image");
    const Shape& image = inputs[0]->shape;
    if (image.size() < 3 || image.size() > 2 + most_spatial_dimensions) {
      throw InputError(
          "an image has one to three spatial dimensions after the batch and the "
          "channels, but the input is " +
          shown(image));
    }
    const std::size_t spatial = image.size() - 2;
    options_.window.require_lengths(spatial);
    Inferred result;
    result.axes = {{"batch", image[0]}, {"channel", image[1]}};
    std::vector<Form> read = one_by_one(2);
    Inferred::Output output{{image[0], image[1]}, one_by_one(2), inputs[0]->type};
    std::vector<Axis> inner;
    for (std::size_t d = 0; d < spatial; ++d) {
      const std::int64_t kernel = options_.global ? image[2 + d] : extent(d, spatial);
      const std::int64_t positions =
          options_.global ? 1
                          : options_.window.positions(d, image[2 + d], kernel, options_.ceil_mode);
      result.axes.push_back({position_name(d, spatial), positions});
      inner.push_back({kernel_name(d, spatial), kernel, AxisKind::reduction});
      read.push_back(options_.global ? along(2 + spatial + d)
                                     : options_.window.form(d, 2 + d, 2 + spatial + d));
      output.shape.push_back(positions);
      output.dimensions.push_back(along(2 + d));
    }
    result.axes.insert(result.axes.end(), inner.begin(), inner.end());
    result.reads = {std::move(read)};
    result.outputs = {std::move(output)};
    result.work = {{ComputeUnit::vector, 1}};
    return result;
  }

 private:
  [[nodiscard]] std::int64_t extent(std::size_t d, std::size_t spatial) const {
    const auto& kernel = options_.kernel;
    if (kernel.size() != 1 && kernel.size() != spatial) {
      throw InputError("'kernel' has " + std::to_string(kernel.size()) +
                       " values; write one for all spatial dimensions, or " +
                       std::to_string(spatial));
    }
    return static_cast<std::int64_t>(kernel.size() == 1 ? kernel[0] : kernel[d]);
  }

  Options options_;
};

const Register<OperatorKind, Pooling> registered{
    "pooling", "maximum or mean over windows of an image, or over all of it"};

}  // namespace
}  // namespace kairos
