// Splits operators into tiles along one axis, so that several elements can share their work.
//
//   parts: 4           four equal tiles
//   shares: [1, 3]     two tiles of a quarter and three quarters
//   over: [gpu, npu]   the first tile runs on the GPU, the second one on the NPU
//
// Splitting a matrix product along its columns is tensor parallelism (weight-centric), along its
// rows it is activation-centric. Along an axis over which the operator sums, such as the depth,
// each part becomes an operator of its own, and an addition of the partial sums follows. Operators
// that were fused are split together if their tiles divide their work; otherwise an operator leaves
// its group. An operator that is too small for several tiles runs as a whole where its only tile
// would.
//
// Example: weights of 4096 x 4096, split along the columns with shares [1, 3] and a grain of 32,
// make tiles of 1024 and 3072 columns (Chen et al., HeteroInfer, SOSP 2025).
// How far to trust it: work, weights and activations of tiles are exact. Partial sums have the data
// type of the result.
#include <algorithm>
#include <set>

#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "workloads/transforms/cut_operators.hpp"
#include "workloads/transforms/partial_sums.hpp"

namespace kairos {
namespace {

class Split final : public Transform {
 public:
  struct Options {
    std::string kind;
    std::vector<std::string> operators;
    std::string axis;
    std::optional<std::uint64_t> parts;
    std::vector<double> shares;
    std::uint64_t grain = 1;
    std::vector<std::string> over;

    void describe(Fields& f) {
      f("kind", kind,
        "operator kind whose operators are split (all kinds with the axis if absent)");
      f("operators", operators, "names of the operators that are split (all if absent)");
      f("axis", axis, "axis along which the operators are split, such as 'columns'").required();
      f("parts", parts, "number of equal tiles (2 if absent, or as many as 'over' has names)")
          .positive();
      f("shares", shares, "relative sizes of the tiles, instead of equal ones");
      f("grain", grain, "extents of tiles are multiples of this number").at_least(1);
      f("over", over,
        "names or kinds of the clusters that run the tiles, one for each (any if absent)");
    }
    void check(const SourceLocation& where) const {
      const auto is_bad = [](double share) { return !(share > 0); };
      if (std::ranges::any_of(shares, is_bad)) {
        throw InputError(where, "a share is not positive; write shares greater than zero");
      }
      const std::size_t tiles = sizes().size();
      if (parts && *parts != tiles) {
        throw InputError(where,
                         "'parts' and 'shares' give different numbers of tiles; write one "
                         "of the two keys");
      }
      if (!over.empty() && over.size() != tiles) {
        throw InputError(where, "'over' has " + std::to_string(over.size()) + " names for " +
                                    std::to_string(tiles) + " tiles; write one for each tile");
      }
    }
    [[nodiscard]] std::vector<double> sizes() const {
      if (!shares.empty()) return shares;
      return std::vector<double>(parts.value_or(over.empty() ? 2 : over.size()), 1);
    }
  };
  explicit Split(Options options)
      : options_(std::move(options)),
        shares_{options_.sizes(), static_cast<std::int64_t>(options_.grain), options_.over} {}

  void apply(Program& program) const override {
    program.require_operators(options_.operators);
    std::vector<OperatorId> cut, summed;
    for (const OperatorId id : ids<OperatorId>(program.graph.operators().size())) {
      const Operator& op = program.graph.operators()[id];
      const auto axis = std::ranges::find(op.axes, options_.axis, &Axis::name);
      if (!is_meant(op) || axis == op.axes.end()) continue;
      if (axis->kind == AxisKind::sequential) {
        throw InputError("operator '" + op.name + "' cannot be split along '" + options_.axis +
                         "', because its tiles depend on each other; choose another axis");
      }
      if (axis->kind == AxisKind::reduction && op.writes.size() > 1) {
        throw InputError("operator '" + op.name + "' cannot be split along '" + options_.axis +
                         "', because it has several results that would have to be added up; choose "
                         "another axis");
      }
      (axis->kind == AxisKind::reduction ? summed : cut).push_back(id);
    }
    if (cut.empty() && summed.empty()) throw_nothing_to_split(program.graph);
    std::set<OperatorId> done;
    for (const OperatorId id : cut) {
      if (done.contains(id)) continue;
      const Operator& op = program.graph.operators()[id];
      const auto axis = static_cast<std::size_t>(
          std::ranges::find(op.axes, options_.axis, &Axis::name) - op.axes.begin());
      const auto parts = shares_.of({0, op.axes[axis].extent});
      if (parts.size() == 1) {
        program.partition.put(id, places_of(parts));
        continue;
      }
      const auto together = cut_operators(program, id, axis, parts, "split");
      done.insert(together.begin(), together.end());
    }
    if (!summed.empty()) add_partial_sums(program, summed, options_.axis, shares_);
  }

 private:
  [[nodiscard]] bool is_meant(const Operator& op) const {
    if (!options_.kind.empty() && op.kind != options_.kind) return false;
    return options_.operators.empty() || std::ranges::count(options_.operators, op.name) > 0;
  }
  [[noreturn]] void throw_nothing_to_split(const OperatorGraph& graph) const {
    std::vector<std::string> axes, kinds;
    for (const Operator& op : graph.operators()) {
      if (!std::ranges::count(kinds, op.kind)) kinds.push_back(op.kind);
      if (!is_meant(op)) continue;
      for (const Axis& axis : op.axes) {
        if (!std::ranges::count(axes, axis.name)) axes.emplace_back(axis.name);
      }
    }
    if (axes.empty()) throw InputError(unknown_name("operator kind", options_.kind, kinds));
    throw InputError(unknown_name("axis", options_.axis, axes));
  }

  Options options_;
  Shares shares_;
};

const Register<Transform, Split> registered{
    "split", "cuts operators into tiles along an axis, equally or in given shares"};

}  // namespace
}  // namespace kairos
