// Fuses operators with those that follow them, so that their results stay on the element.
//
// A rule names the operator kinds with which a group begins and those that may follow. An operator
// follows if it is the only reader of the result before it, and if its other inputs were there
// before the group began.
//
// Example: convolution -> normalisation -> ReLU becomes one task. Its traffic is the input, the
// weights and the output; two intermediate results are neither written nor read.
// How far to trust it: compilers for accelerators fuse in this way, each with limits of its own on
// kinds, sizes and numbers.
#include <algorithm>
#include <array>

#include "sim/base/find_by_name.hpp"
#include "sim/base/registry.hpp"
#include "workloads/transforms/transform.hpp"

namespace kairos {
namespace {

struct Rule {
  std::string_view name;
  std::vector<std::string_view> begins, follows;
};

const std::vector<Rule>& all_rules() {
  static const std::vector<Rule> rules{
      {"conversion",
       {"conversion"},
       {"conversion", "matrix_product", "convolution", "normalisation", "pointwise"}},
      {"convolution", {"convolution", "transposed_convolution"}, {"normalisation", "pointwise"}},
      {"matrix_product", {"matrix_product"}, {"pointwise"}},
      {"attention", {"attention_scores"}, {"pointwise", "softmax", "attention_values"}},
      {"pointwise", {"pointwise", "normalisation"}, {"pointwise"}}};
  return rules;
}

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const Rule& rule : all_rules()) names.emplace_back(rule.name);
  return names;
}

class Fuse final : public Transform {
 public:
  struct Options {
    std::vector<std::string> rules = rule_names();
    std::uint64_t most = 8;

    void describe(Fields& f) {
      f("rules", rules,
        "rules that apply, by the kind with which a group begins: conversion, convolution, "
        "matrix_product, attention or pointwise")
          .one_of("rule", &rule_names);
      f("most", most, "largest number of operators in a group, views not counted").at_least(2);
    }
  };
  explicit Fuse(Options options) : options_(std::move(options)) {}

  void apply(Program& program) const override {
    const OperatorGraph& graph = program.graph;
    IdVector<TensorId, std::vector<OperatorId>> readers(graph.tensors().size());
    for (const OperatorId id : ids<OperatorId>(graph.operators().size())) {
      for (const Operand& read : graph.operators()[id].reads) readers[read.tensor].push_back(id);
    }
    IdVector<OperatorId, bool> is_taken(graph.operators().size());
    for (const std::string& name : options_.rules) {
      const Rule& rule = *std::ranges::find(all_rules(), name, &Rule::name);
      for (const OperatorId first : ids<OperatorId>(graph.operators().size())) {
        if (is_taken[first] || !has_kind(graph.operators()[first], rule.begins)) continue;
        const std::vector<OperatorId> group = chain(graph, readers, rule, first, is_taken);
        if (group.size() < 2) continue;
        for (const OperatorId member : group) is_taken[member] = true;
        // What is converted belongs to the operator behind it, which gives the group its name.
        const auto main = std::ranges::find_if(group, [&](OperatorId id) {
          return graph.operators()[id].kind != "conversion" && !graph.operators()[id].is_view;
        });
        program.partition.join(group, graph.operators()[main == group.end() ? first : *main].name);
      }
    }
  }

 private:
  using Readers = IdVector<TensorId, std::vector<OperatorId>>;

  static bool has_kind(const Operator& op, const std::vector<std::string_view>& kinds) {
    return std::ranges::count(kinds, op.kind) > 0;
  }

  /// The operators that run together with `first`.
  [[nodiscard]] std::vector<OperatorId> chain(const OperatorGraph& graph, const Readers& readers,
                                              const Rule& rule, OperatorId first,
                                              const IdVector<OperatorId, bool>& is_taken) const {
    std::vector<OperatorId> group{first};
    std::uint64_t counted = 1;
    while (graph.operators()[group.back()].writes.size() == 1) {
      const TensorId result = graph.operators()[group.back()].writes.front().tensor;
      if (readers[result].size() != 1) break;
      const OperatorId next = readers[result].front();
      const Operator& op = graph.operators()[next];
      if (is_taken[next] || !(op.is_view || has_kind(op, rule.follows))) break;
      if (!op.is_view && ++counted > options_.most) break;
      if (!has_other_inputs_before(graph, op, result, first)) break;
      group.push_back(next);
    }
    while (graph.operators()[group.back()].is_view) group.pop_back();
    return group;
  }

  /// True if all inputs but `result` exist before the operator `first` runs.
  static bool has_other_inputs_before(const OperatorGraph& graph, const Operator& op,
                                      TensorId result, OperatorId first) {
    return std::ranges::all_of(op.reads, [&](const Operand& read) {
      const auto writer = graph.writer(read.tensor);
      return read.tensor == result || !writer || *writer < first;
    });
  }

  Options options_;
};

const Register<Transform, Fuse> registered{
    "fuse", "lets operators run together with those that follow them, by named rules"};

}  // namespace
}  // namespace kairos
