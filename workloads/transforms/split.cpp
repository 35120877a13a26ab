// Splits operators into tiles along one axis, so that several elements can share their work.
//
//   parts: 4           four equal tiles
//   shares: [1, 3]     two tiles of a quarter and three quarters
//
// Splitting a matrix product along its columns is tensor parallelism (weight-centric), along its
// rows it is activation-centric; along the depth each tile makes partial sums, which the readers
// must add, so that is refused. Extents are multiples of `grain`.
//
// Example: weights of 4096 x 4096, split along the columns with shares [1, 3] and a grain of 32,
// make tiles of 1024 and 3072 columns (Chen et al., HeteroInfer, SOSP 2025).
// How far to trust it: work, weights and activations of tiles are exact.
#include <algorithm>

#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

class Split final : public Transform {
 public:
  struct Options {
    std::string kind;
    std::vector<std::string> operators;
    std::string axis;
    std::uint64_t parts = 2;
    std::vector<double> shares;
    std::uint64_t grain = 1;

    void describe(Fields& f) {
      f("kind", kind,
        "operator kind whose operators are split (all kinds with the axis if absent)");
      f("operators", operators, "names of the operators that are split (all if absent)");
      f("axis", axis, "axis along which the operators are split, such as 'columns'").required();
      f("parts", parts, "number of equal tiles").at_least(1);
      f("shares", shares, "relative sizes of the tiles, instead of equal ones");
      f("grain", grain, "extents of tiles are multiples of this number").at_least(1);
    }
    void check(const SourceLocation& where) const {
      const auto is_bad = [](double share) { return !(share > 0); };
      if (std::ranges::any_of(shares, is_bad)) {
        throw InputError(where, "a share is not positive; write shares greater than zero");
      }
    }
  };
  explicit Split(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    const std::vector<double> equal(options_.parts, 1);
    const std::span<const double> shares = options_.shares.empty() ? equal : options_.shares;
    bool found = false;
    for (const OperatorId id : ids<OperatorId>(program.graph.operators().size())) {
      const Operator& op = program.graph.operators()[id];
      const auto axis = std::ranges::find(op.axes, options_.axis, &Axis::name);
      if (!is_meant(op) || axis == op.axes.end()) continue;
      refuse_dependent_tiles(op, *axis);
      found = true;
      const auto position = static_cast<std::size_t>(axis - op.axes.begin());
      program.partition.cut(
          program.graph, id,
          split(op.whole(), position, shares, static_cast<std::int64_t>(options_.grain)));
    }
    if (!found) throw_nothing_to_split(program.graph);
  }

 private:
  [[nodiscard]] bool is_meant(const Operator& op) const {
    if (!options_.kind.empty() && op.kind != options_.kind) return false;
    return options_.operators.empty() || std::ranges::count(options_.operators, op.name) > 0;
  }
  static void refuse_dependent_tiles(const Operator& op, const Axis& axis) {
    if (axis.kind == AxisKind::parallel) return;
    const std::string why = axis.kind == AxisKind::reduction
                                ? "tiles along it would make partial sums"
                                : "its tiles depend on each other";
    throw InputError("operator '" + op.name + "' cannot be split along '" + std::string(axis.name) +
                     "', because " + why + "; choose another axis");
  }
  [[noreturn]] void throw_nothing_to_split(const OperatorGraph& graph) const {
    std::vector<std::string> axes;
    for (const Operator& op : graph.operators()) {
      if (!is_meant(op)) continue;
      for (const Axis& axis : op.axes) {
        if (!std::ranges::count(axes, axis.name)) axes.emplace_back(axis.name);
      }
    }
    if (axes.empty()) {
      throw InputError("'split' finds no operator of this kind or name in '" + graph.name() +
                       "'; see 'kairos operators'");
    }
    throw InputError(unknown_name("axis", options_.axis, axes));
  }

  Options options_;
};

const Register<Transform, Split> registered{
    "split", "cuts operators into tiles along an axis, equally or in given shares"};

}  // namespace
}  // namespace kairos
