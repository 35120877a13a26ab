// Transposition: the dimensions of a tensor in another order.
//
//   dimension d of the output is dimension permutation[d] of the input
//
// There are no operations, but all values move. Axes: one for each dimension of the output.
//
// Example: `permutation: [0, 2, 1]` makes 1 x 768 x 196 of 1 x 196 x 768.
// How far to trust it: it counts bytes, not the cache lines of which a transposition uses a part.
#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

class Transpose final : public OperatorKind {
 public:
  struct Options {
    std::vector<std::uint64_t> permutation;

    void describe(Fields& f) {
      f("permutation", permutation,
        "the dimension of the input that is each dimension of the output; default: the order is "
        "reversed");
    }
  };
  explicit Transpose(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& in = inputs[0]->shape;
    std::vector<std::uint64_t> order = options_.permutation;
    if (order.empty()) {
      for (std::size_t d = in.size(); d-- > 0;) order.push_back(d);
    }
    std::vector<bool> seen(in.size(), false);
    Shape out;
    std::vector<Form> read(in.size());
    for (const std::uint64_t from : order) {
      if (from >= in.size() || seen[from]) break;
      seen[from] = true;
      read[from] = along(out.size());
      out.push_back(in[from]);
    }
    if (out.size() != in.size() || order.size() != in.size()) {
      throw InputError("the permutation must name each of the " + counted_dimensions(in) +
                       " once, counted from 0");
    }
    Inferred result;
    result.axes = axes_of(out);
    result.reads = {std::move(read)};
    result.outputs = {{std::move(out), one_by_one(in.size()), inputs[0]->type}};
    return result;
  }

 private:
  static std::string counted_dimensions(const Shape& shape) {
    return std::to_string(shape.size()) + " dimensions of " + shown(shape);
  }

  Options options_;
};

const Register<OperatorKind, Transpose> registered{"transpose",
                                                   "the dimensions of a tensor in another order"};

}  // namespace
}  // namespace kairos
