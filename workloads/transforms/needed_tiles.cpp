#include "workloads/transforms/needed_tiles.hpp"

#include <algorithm>

namespace kairos {
namespace {

/// The tile of an operator that writes a region of its output.
Box tile_that_writes(const Operator& op, const Box& written) {
  Box tile = op.whole();
  const std::vector<Form>& forms = op.writes.front().dimensions;
  for (std::size_t d = 0; d < forms.size(); ++d) {
    if (const auto axis = moving_axis(forms[d], op.axes)) tile[*axis] = written[d];
  }
  return tile;
}

/// The smallest box that contains both.
Box hull(const Box& a, const Box& b) {
  if (a.empty()) return b;
  Box result(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    result[i] = {std::min(a[i].from, b[i].from), std::max(a[i].to, b[i].to)};
  }
  return result;
}

}  // namespace

std::optional<std::size_t> moving_axis(const Form& form, const std::vector<Axis>& axes) {
  if (form.access != Form::Access::affine || form.offset != 0) return std::nullopt;
  std::optional<Term> moving;
  for (const Term& term : form.terms) {
    if (axes[term.axis].extent == 1) continue;
    if (moving) return std::nullopt;
    moving = term;
  }
  if (!moving || moving->factor != 1) return std::nullopt;
  return moving->axis;
}

std::vector<Box> needed_tiles(const OperatorGraph& graph, const std::vector<OperatorId>& operators,
                              const Box& region_of_result) {
  std::vector<Box> tiles(operators.size());
  IdVector<TensorId, Box> needed(graph.tensors().size());
  needed[graph.operators()[operators.back()].writes.front().tensor] = region_of_result;
  for (std::size_t i = operators.size(); i-- > 0;) {
    const Operator& op = graph.operators()[operators[i]];
    tiles[i] = tile_that_writes(op, needed[op.writes.front().tensor]);
    for (const Operand& read : op.reads) {
      needed[read.tensor] =
          hull(needed[read.tensor], region(read, graph.tensors()[read.tensor], tiles[i]));
    }
  }
  return tiles;
}

}  // namespace kairos
