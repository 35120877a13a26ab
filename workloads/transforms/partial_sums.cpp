#include "workloads/transforms/partial_sums.hpp"

#include <algorithm>

#include "workloads/operators/shape.hpp"
#include "workloads/transforms/rewriter.hpp"

namespace kairos {
namespace {

bool is_indexed_by(const Operand& operand, std::size_t axis) {
  return std::ranges::any_of(operand.dimensions, [axis](const Form& form) {
    return std::ranges::any_of(form.terms, [axis](const Term& t) { return t.axis == axis; });
  });
}

/// Restricts an operator to an interval of an axis.
void restrict_to(Operator& op, std::size_t axis, const Interval& part) {
  op.axes[axis].extent = part.size();
  for (Operand& read : op.reads) {
    for (Form& form : read.dimensions) {
      for (const Term& term : form.terms) {
        if (term.axis == axis) form.offset += term.factor * part.from;
      }
    }
  }
}

/// The addition of tensors of one shape.
Operator addition(const Operator& of, const Shape& shape, const std::vector<TensorId>& parts) {
  Operator sum;
  sum.name = of.name;
  sum.kind = "pointwise";
  sum.type = of.type;
  sum.axes = axes_of(shape);
  for (const TensorId part : parts) sum.reads.push_back({part, one_by_one(shape.size())});
  sum.writes = {{of.writes.front().tensor, one_by_one(shape.size())}};
  sum.work = {{ComputeUnit::vector, static_cast<double>(parts.size() - 1)}};
  return sum;
}

/// An operator of the new graph that runs on a cluster.
struct Placed {
  OperatorId op{};
  std::string place;
};

void add(Rewriter& rewriter, OperatorId id, std::size_t axis,
         const std::vector<Shares::Part>& parts, std::vector<Placed>& placed) {
  const Operator whole = rewriter.translated(id);
  OperatorGraph& graph = rewriter.graph();
  const Tensor result = graph.tensors()[whole.writes.front().tensor];
  std::vector<TensorId> sums;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    Operator op = whole;
    op.name = whole.name + "." + std::to_string(i);
    restrict_to(op, axis, parts[i].interval);
    // A bias is added once.
    std::erase_if(op.reads, [&](const Operand& read) {
      return i > 0 && !is_indexed_by(read, axis) &&
             graph.tensors()[read.tensor].role == TensorRole::weight;
    });
    Tensor partial = result;
    partial.name = op.name;
    sums.push_back(graph.add(std::move(partial)));
    op.writes.front().tensor = sums.back();
    placed.push_back({graph.add(std::move(op)), parts[i].place});
  }
  rewriter.stand_in(id, graph.add(addition(whole, result.shape, sums)));
}

}  // namespace

void add_partial_sums(Program& program, const std::vector<OperatorId>& operators,
                      std::string_view axis, const Shares& shares) {
  Rewriter rewriter(program);
  std::vector<Placed> placed;
  for (const OperatorId id : ids<OperatorId>(program.graph.operators().size())) {
    const Operator& op = program.graph.operators()[id];
    const auto found = std::ranges::find(op.axes, axis, &Axis::name);
    const bool is_meant = std::ranges::binary_search(operators, id);
    const auto parts = is_meant ? shares.of({0, found->extent}) : std::vector<Shares::Part>{};
    if (parts.size() < 2) {
      rewriter.copy(id);
    } else {
      program.require_whole(id, "split");
      program.require_alone(id, "split");
      add(rewriter, id, static_cast<std::size_t>(found - op.axes.begin()), parts, placed);
    }
  }
  rewriter.finish();
  for (const Placed& part : placed) {
    if (!part.place.empty()) program.partition.put(part.op, {part.place});
  }
}

}  // namespace kairos
