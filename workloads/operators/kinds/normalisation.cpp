// Normalisation by means and variances, or by root mean squares.
//
//   batch     out = a x + b per channel, with a and b known (inference)    2 operations at a point
//   layer     out = (x - mean) / sqrt(variance + eps) * scale + shift      7
//   rms       out = x / sqrt(mean of x^2 + eps) * scale                    4
//   group     as layer, over the channels of a group and all positions     7
//
// Layer and rms normalise the dimensions from `axis` on; group and batch know channels in the
// second dimension. Inputs: the tensor, then any parameters: of batch and group one value for each
// channel (or group), of layer and rms tensors that are broadcast. One square root is taken for
// each group of values that is normalised together; it is a special function. Axes: one for each
// dimension; those that are normalised cannot be split. Batch and group have the axes group and
// channel (within its group) instead of one for all channels. The output may be written over the
// input.
//
// Example: layer normalisation of 197 rows of 768 values takes 1.06 M operations and 197 square
// roots.
// How far to trust it: the counts are those of the formulas above, two passes over the data. The
// data are read once, so a row must fit on the chip.
#include "sim/base/enum_names.hpp"
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {

enum class NormalisationRule : std::uint8_t { batch, layer, rms, group };

template <>
struct EnumNames<NormalisationRule> {
  static constexpr std::string_view kind = "rule of normalisation";
  static constexpr std::array names{
      EnumName{NormalisationRule::batch, "batch"}, EnumName{NormalisationRule::layer, "layer"},
      EnumName{NormalisationRule::rms, "rms"}, EnumName{NormalisationRule::group, "group"}};
};

namespace {

class Normalisation final : public OperatorKind {
 public:
  struct Options {
    NormalisationRule rule = NormalisationRule::layer;
    std::int64_t axis = -1;
    std::uint64_t groups = 1;

    void describe(Fields& f) {
      f("rule", rule, "over which values the mean is taken");
      f("axis", axis, "with rules layer and rms: the first dimension that is normalised");
      f("groups", groups,
        "with rule group: number of groups of channels; as many as there are channels make an "
        "instance normalisation")
          .between(1, std::uint64_t{1} << 20U);
    }
  };
  explicit Normalisation(Options options) : options_(options) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 5, "a tensor and up to four parameters");
    switch (options_.rule) {
      case NormalisationRule::batch:
        return by_channel(inputs, false);
      case NormalisationRule::group:
        return by_channel(inputs, true);
      case NormalisationRule::layer:
        return by_row(inputs, 7);
      case NormalisationRule::rms:
        return by_row(inputs, 4);
    }
    return {};
  }

 private:
  [[nodiscard]] Inferred by_row(std::span<const Tensor* const> inputs, double operations) const {
    const Shape& shape = inputs[0]->shape;
    const std::size_t first = dimension_of(options_.axis, shape);
    Inferred result;
    result.axes = axes_of(shape);
    for (std::size_t d = first; d < shape.size(); ++d) {
      result.axes[d].kind = AxisKind::sequential;
    }
    result.reads = {one_by_one(shape.size())};
    for (const Tensor* parameter : inputs.subspan(1)) {
      if (parameter->shape.size() > shape.size() || broadcast(parameter->shape, shape) != shape) {
        throw InputError("a parameter of " + shown(parameter->shape) +
                         " does not fit a tensor of " + shown(shape));
      }
      result.reads.push_back(broadcast_forms(parameter->shape, shape));
    }
    result.work = {{ComputeUnit::vector, operations},
                   {ComputeUnit::special, 1, (1U << first) - 1}};  // one for each row
    result.outputs = {{shape, one_by_one(shape.size()), inputs[0]->type}};
    result.in_place = true;
    return result;
  }

  [[nodiscard]] Inferred by_channel(std::span<const Tensor* const> inputs, bool in_groups) const {
    const Shape& shape = inputs[0]->shape;
    if (shape.size() < 2) {
      throw InputError("channels are the second dimension, but the input is " + shown(shape));
    }
    const std::int64_t groups = in_groups ? static_cast<std::int64_t>(options_.groups) : 1;
    if (shape[1] % groups != 0) {
      throw InputError(std::to_string(shape[1]) + " channels do not make " +
                       std::to_string(groups) + " groups of equal size");
    }
    const Form channels{{{1, shape[1] / groups}, {2, 1}}, 0, Form::Access::affine};
    const AxisKind inner = in_groups ? AxisKind::sequential : AxisKind::parallel;
    Inferred result;
    result.axes = {{"batch", shape[0]}, {"group", groups}, {"channel", shape[1] / groups, inner}};
    std::vector<Form> forms{along(0), channels};
    const std::vector<Axis> dimensions = axes_of(shape);
    for (std::size_t d = 2; d < shape.size(); ++d) {
      result.axes.push_back({dimensions[d].name, shape[d], inner});
      forms.push_back(along(d + 1));
    }
    result.reads = {forms};
    for (const Tensor* parameter : inputs.subspan(1)) {
      if (in_groups && parameter->shape == Shape{groups}) {
        result.reads.push_back({along(1)});
        continue;
      }
      if (parameter->shape != Shape{shape[1]}) {
        throw InputError("a parameter of " + shown(parameter->shape) + " does not fit " +
                         std::to_string(shape[1]) + " channels");
      }
      result.reads.push_back({channels});
    }
    result.work = {{ComputeUnit::vector, in_groups ? 7.0 : 2.0}};
    if (in_groups) result.work.push_back({ComputeUnit::special, 1, 0b11});  // batch and group
    result.outputs = {{shape, std::move(forms), inputs[0]->type}};
    result.in_place = true;
    return result;
  }

  Options options_;
};

const Register<OperatorKind, Normalisation> registered{
    "normalisation", "batch (inference), layer, root-mean-square and group normalisation"};

}  // namespace
}  // namespace kairos
