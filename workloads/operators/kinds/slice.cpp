// Slice: a part of a tensor, of which every step-th index is taken along some dimensions.
//
//   out[..., i, ...] = in[..., start + step i, ...]
//
// There are no operations, but the values move. Axes: one for each dimension of the output.
//
// Example: `axes: 3, starts: 0, sizes: 4, steps: 2` takes columns 0, 2, 4 and 6.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Slice final : public OperatorKind {
 public:
  struct Options {
    std::vector<std::int64_t> axes, steps;
    std::vector<std::uint64_t> starts, sizes;

    void describe(Fields& f) {
      f("axes", axes, "dimensions that are cut; -1 is the last one").required();
      f("starts", starts, "first index along each of these dimensions").required();
      f("sizes", sizes, "number of indices along each of these dimensions").required();
      f("steps", steps,
        "distance between indices along each of these dimensions, negative if they go backwards; "
        "default: 1");
    }
    void check(const SourceLocation& where) const {
      if (axes.size() == starts.size() && axes.size() == sizes.size() &&
          (steps.empty() || steps.size() == axes.size())) {
        return;
      }
      throw InputError(where,
                       "'axes', 'starts', 'sizes' and 'steps' differ in length; write one "
                       "value in each of them for every dimension that is cut");
    }
  };
  explicit Slice(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& in = inputs[0]->shape;
    Shape out = in;
    std::vector<Form> read = one_by_one(in.size());
    for (std::size_t i = 0; i < options_.axes.size(); ++i) {
      const std::size_t d = dimension_of(options_.axes[i], in);
      const std::int64_t step = options_.steps.empty() ? 1 : options_.steps[i];
      require_inside(options_.starts[i], options_.sizes[i], step, in[d]);
      out[d] = static_cast<std::int64_t>(options_.sizes[i]);
      read[d] = along(d, step, static_cast<std::int64_t>(options_.starts[i]));
    }
    Inferred result;
    result.axes = axes_of(out);
    result.reads = {std::move(read)};
    result.outputs = {{std::move(out), one_by_one(in.size()), inputs[0]->type}};
    return result;
  }

 private:
  static void require_inside(std::uint64_t start, std::uint64_t size, std::int64_t step,
                             std::int64_t extent) {
    const auto most = static_cast<std::uint64_t>(extent);
    const auto steps = static_cast<std::int64_t>(std::min(size, most)) - 1;
    const std::int64_t longest = extent / std::max<std::int64_t>(steps, 1);
    if (size >= 1 && size <= most && start < most && step >= -longest && step <= longest) {
      const std::int64_t last =
          static_cast<std::int64_t>(start) + step * static_cast<std::int64_t>(size - 1);
      if (last >= 0 && last < extent) return;
    }
    throw InputError(std::to_string(size) + " indices from " + std::to_string(start) + " on by " +
                     std::to_string(step) + " are not all from 0 to " + std::to_string(extent - 1));
  }

  Options options_;
};

const Register<OperatorKind, Slice> registered{"slice",
                                               "a part of a tensor, contiguous or with a step"};

}  // namespace
}  // namespace kairos
