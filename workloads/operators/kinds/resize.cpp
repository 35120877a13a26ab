// Resizing of an image to another resolution.
//
//   nearest: each value is copied from one of the input, without operations
//   linear:  each value is made from 2 values in each dimension that changes
//   cubic:   each value is made from 4 values in each dimension that changes
//
//   operations = 2 * values of the output * values from which each is made
//
// The shape of the output is given by `shape` or by `scales`, which are rounded down. Axes: one for
// each dimension of the output; where the extent grows by a whole factor, one for the index in the
// input, `within` for the copies of a value, and `near` for the neighbours that linear and cubic
// read. Dimensions that change by any other factor are read as a whole.
//
// Example: `scales: [1, 1, 2, 2]` and `mode: linear` make 64 x 56 x 56 of 64 x 28 x 28 with 1.6 M
// operations; the first 28 of the 56 rows read rows 0 to 14.
#include <array>
#include <cmath>

#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {

enum class ResizeMode : std::uint8_t { nearest, linear, cubic };

template <>
struct EnumNames<ResizeMode> {
  static constexpr std::string_view kind = "mode of resizing";
  static constexpr std::array names{EnumName{ResizeMode::nearest, "nearest"},
                                    EnumName{ResizeMode::linear, "linear"},
                                    EnumName{ResizeMode::cubic, "cubic"}};
};

namespace {

class Resize final : public OperatorKind {
 public:
  struct Options {
    ResizeMode mode = ResizeMode::nearest;
    std::vector<std::uint64_t> shape;
    std::vector<double> scales;

    void describe(Fields& f) {
      f("mode", mode, "how values between those of the input are made");
      f("shape", shape, "extents of the output");
      f("scales", scales, "factors from the extents of the input to those of the output")
          .must(
              [](const auto& v) { return std::ranges::all_of(v, [](double s) { return s > 0; }); },
              "numbers greater than zero");
    }
    void check(const SourceLocation& where) const {
      if (shape.empty() == scales.empty()) {
        throw InputError(where, "'shape' or 'scales' is missing, or both are there; write one");
      }
    }
  };
  explicit Resize(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& in = inputs[0]->shape;
    const Shape out = resized(in);
    Inferred result;
    Inferred::Output output{out, {}, inputs[0]->type};
    std::vector<Form> read;
    std::uint32_t points = 0;  // the axes that index the output
    double taps = 1;
    for (std::size_t d = 0; d < in.size(); ++d) {
      if (in[d] != out[d]) taps *= reach() * 2;
      add_dimension(result, axes_of(out)[d].name, in[d], out[d], read, output, points);
    }
    if (taps > 1) result.work = {{ComputeUnit::vector, 2 * taps, points}};
    result.reads = {std::move(read)};
    result.outputs = {std::move(output)};
    return result;
  }

 private:
  /// The number of neighbours on each side from which a value is made.
  [[nodiscard]] int reach() const {
    return options_.mode == ResizeMode::cubic ? 2 : options_.mode == ResizeMode::linear ? 1 : 0;
  }
  [[nodiscard]] Shape resized(const Shape& in) const {
    Shape out(options_.shape.begin(), options_.shape.end());
    for (std::size_t d = 0; d < std::min(in.size(), options_.scales.size()); ++d) {
      const double extent = std::floor(static_cast<double>(in[d]) * options_.scales[d]);
      if (!(extent <= static_cast<double>(largest_extent))) require_valid({largest_extent + 1});
      out.push_back(static_cast<std::int64_t>(extent));
    }
    require_valid(out);
    if (out.size() == in.size() && options_.scales.size() <= in.size()) return out;
    throw InputError("'shape' or 'scales' must have one value for each dimension of " + shown(in));
  }
  /// Adds the axes and forms of one dimension.
  void add_dimension(Inferred& result, std::string_view name, std::int64_t in, std::int64_t out,
                     std::vector<Form>& read, Inferred::Output& output,
                     std::uint32_t& points) const {
    const std::size_t axis = result.axes.size();
    points |= 1U << axis;
    if (in == out || out % in != 0) {
      result.axes.push_back({name, out});
      read.push_back(in == out ? along(axis) : whole_dimension());
      output.dimensions.push_back(along(axis));
      return;
    }
    points |= 1U << (axis + 1);
    result.axes.push_back({name, in});
    result.axes.push_back({"within", out / in});
    output.dimensions.push_back(
        {{{static_cast<std::uint8_t>(axis), out / in}, {static_cast<std::uint8_t>(axis + 1), 1}},
         0,
         Form::Access::affine});
    read.push_back(along(axis, 1, -reach()));
    if (reach() == 0) return;
    result.axes.push_back({"near", 2 * reach() + 1, AxisKind::sequential});
    read.back().terms.push_back({static_cast<std::uint8_t>(axis + 2), 1});
  }

  Options options_;
};

const Register<OperatorKind, Resize> registered{"resize", "an image with another resolution"};

}  // namespace
}  // namespace kairos
