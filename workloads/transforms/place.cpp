// Lets operators run on some clusters only.
//
//   on: gpu                  all operators run on the GPU
//   kind: matrix_product     only operators of this kind are meant
//
// Operators that run together are placed as one if any of them is meant. What has a place already
// keeps it.
//
// Example: with `{name: place, on: npu, kind: matrix_product}` and then `{name: place, on: gpu}`,
// the products of a language model run on the NPU and everything else on the GPU. Chen et al.
// (HeteroInfer, SOSP 2025) call this layer-level heterogeneous execution.
// How far to trust it: a place is a rule of the software, not of the hardware; whether an element
// can run an operator at all is decided by the cost model.
#include <algorithm>

#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

class Place final : public Transform {
 public:
  struct Options {
    std::string on, kind;
    std::vector<std::string> operators;

    void describe(Fields& f) {
      f("on", on, "name or kind of the clusters that run the operators").required();
      f("kind", kind, "operator kind that is meant (all kinds if absent)");
      f("operators", operators, "names of the operators that are meant (all if absent)");
    }
  };
  explicit Place(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    program.require_operators(options_.operators);
    bool found = false;
    for (const OperatorGroup& group : program.partition.groups()) {
      if (!is_meant(program.graph, group)) continue;
      found = true;
      if (has_place(program.partition, group)) continue;
      const OperatorId first = group.operators.front();
      const std::size_t tiles = program.partition.tiles(first).size();
      program.partition.put(first, std::vector<std::string>(tiles, options_.on));
    }
    if (!found) refuse_kind(program.graph);
  }

 private:
  [[nodiscard]] bool is_meant(const OperatorGraph& graph, const OperatorGroup& group) const {
    return std::ranges::any_of(group.operators, [&](OperatorId id) {
      const Operator& op = graph.operators()[id];
      if (!options_.kind.empty() && op.kind != options_.kind) return false;
      return options_.operators.empty() || std::ranges::count(options_.operators, op.name) > 0;
    });
  }
  static bool has_place(const Partition& partition, const OperatorGroup& group) {
    return std::ranges::any_of(group.operators,
                               [&](OperatorId id) { return !partition.place(id, 0).empty(); });
  }
  [[noreturn]] void refuse_kind(const OperatorGraph& graph) const {
    std::vector<std::string> kinds;
    for (const Operator& op : graph.operators()) {
      if (!std::ranges::count(kinds, op.kind)) kinds.push_back(op.kind);
    }
    throw InputError(unknown_name("operator kind", options_.kind, kinds));
  }

  Options options_;
};

const Register<Transform, Place> registered{
    "place", "lets operators run only on the clusters of a name or kind"};

}  // namespace
}  // namespace kairos
