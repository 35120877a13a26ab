// Reshaping: the same values in the same order with other extents, such as flatten and squeeze.
//
// It is a view, so nothing moves. Where the factors of both shapes allow it, the axes are these
// factors and both tensors are indexed exactly:
//
//   12 x 196 <-> 3 x 4 x 14 x 14:   axes 3, 4, 14, 14;  in[4 a + b, 14 c + d], out[a, b, c, d]
//
// Otherwise, as for 4 x 6 <-> 6 x 4, the axes are the dimensions of the output, and those
// dimensions of the input that take part are read as a whole.
#include <array>

#include "sim/base/registry.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

constexpr std::array<std::string_view, 2 * most_dimensions> names{
    "factor_1",  "factor_2",  "factor_3",  "factor_4",  "factor_5",  "factor_6",
    "factor_7",  "factor_8",  "factor_9",  "factor_10", "factor_11", "factor_12",
    "factor_13", "factor_14", "factor_15", "factor_16"};

/// The dimensions [in, in + ins) and [out, out + outs) of two shapes that have equally many points.
struct Group {
  std::size_t in = 0, ins = 0, out = 0, outs = 0;
};

/// The smallest groups of dimensions with equally many points.
std::vector<Group> groups_of(const Shape& in, const Shape& out) {
  std::vector<Group> groups;
  for (std::size_t i = 0, o = 0; i < in.size() || o < out.size();) {
    Group group{i, 0, o, 0};
    std::int64_t left = 1, right = 1;
    do {
      const bool from_in = i < in.size() && (left <= right || o == out.size());
      (from_in ? left : right) *= from_in ? in[i++] : out[o++];
      ++(from_in ? group.ins : group.outs);
    } while (left != right);
    groups.push_back(group);
  }
  return groups;
}

/// The products of the last 1, 2, ... extents of some dimensions.
std::vector<std::int64_t> products(const Shape& shape, std::size_t first, std::size_t count) {
  std::vector<std::int64_t> result;
  std::int64_t product = 1;
  for (std::size_t d = first + count; d-- > first;) result.push_back(product *= shape[d]);
  return result;
}

class Reshape final : public OperatorKind {
 public:
  struct Options {
    std::vector<std::int64_t> shape;

    void describe(Fields& f) {
      f("shape", shape, "extents of the output; one may be -1 and follows from the others")
          .required();
    }
  };
  explicit Reshape(Options options) : options_(std::move(options)) {}

  [[nodiscard]] Inferred infer(std::span<const Tensor* const> inputs) const override {
    require_inputs(inputs, 1, 1, "one tensor");
    const Shape& in = inputs[0]->shape;
    const Shape out = completed(in);
    Inferred result;
    std::vector<Form> read;
    Inferred::Output output{out, {}, inputs[0]->type};
    for (const Group& group : groups_of(in, out)) add(group, in, result, read, output);
    result.reads = {std::move(read)};
    result.outputs = {std::move(output)};
    result.is_view = true;
    return result;
  }

 private:
  [[nodiscard]] Shape completed(const Shape& in) const {
    Shape out = options_.shape;
    double known = 1;
    std::size_t open = 0;
    for (const std::int64_t extent : out) {
      if (extent == -1) {
        ++open;
      } else {
        known *= static_cast<double>(extent);
      }
    }
    for (std::int64_t& extent : out) {
      if (extent == -1 && open == 1 && known >= 1) {
        extent = static_cast<std::int64_t>(elements(in) / known);
      }
    }
    require_valid(out);
    if (elements(out) == elements(in)) return out;
    throw InputError("the shapes " + shown(in) + " and " + shown(out) +
                     " do not have equally many elements");
  }

  /// Adds the axes and forms of a group of dimensions.
  static void add(const Group& group, const Shape& in, Inferred& result, std::vector<Form>& read,
                  Inferred::Output& output) {
    const auto ins = products(in, group.in, group.ins);
    const auto outs = products(output.shape, group.out, group.outs);
    std::vector<std::int64_t> cuts{1};
    cuts.insert(cuts.end(), ins.begin(), ins.end());
    cuts.insert(cuts.end(), outs.begin(), outs.end());
    std::ranges::sort(cuts);
    cuts.erase(std::unique(cuts.begin(), cuts.end()), cuts.end());
    bool nested = true;
    for (std::size_t i = 1; i < cuts.size(); ++i) nested &= cuts[i] % cuts[i - 1] == 0;
    if (!nested) cuts = distinct(outs);

    const std::size_t first = result.axes.size();
    for (std::size_t i = cuts.size() - 1; i > 0; --i) {
      result.axes.push_back({names[result.axes.size()], cuts[i] / cuts[i - 1]});
    }
    for (std::size_t d = group.ins; d-- > 0;) {
      read.push_back(nested ? form(cuts, first, d == 0 ? 1 : ins[d - 1], ins[d])
                            : whole_dimension());
    }
    for (std::size_t d = group.outs; d-- > 0;) {
      output.dimensions.push_back(form(cuts, first, d == 0 ? 1 : outs[d - 1], outs[d]));
    }
  }
  static std::vector<std::int64_t> distinct(const std::vector<std::int64_t>& products) {
    std::vector<std::int64_t> cuts{1};
    for (const std::int64_t product : products) {
      if (product != cuts.back()) cuts.push_back(product);
    }
    return cuts;
  }
  /// The form of a dimension that spans the products from `low` to `high`.
  static Form form(const std::vector<std::int64_t>& cuts, std::size_t first, std::int64_t low,
                   std::int64_t high) {
    Form result;
    for (std::size_t i = cuts.size() - 1; i > 0; --i) {
      if (cuts[i] > high || cuts[i - 1] < low) continue;
      const std::size_t axis = first + cuts.size() - 1 - i;
      result.terms.push_back({static_cast<std::uint8_t>(axis), cuts[i - 1] / low});
    }
    return result;
  }

  Options options_;
};

const Register<OperatorKind, Reshape> registered{
    "reshape", "the same values with other extents; a view, so nothing moves"};

}  // namespace
}  // namespace kairos
