#include "workloads/transforms/rewriter.hpp"

namespace kairos {

Rewriter::Rewriter(Program& program)
    : program_(program),
      graph_(program.graph.name()),
      tensors_(program.graph.tensors().size()),
      copied_(program.graph.operators().size()),
      waited_for_(program.graph.operators().size()) {}

TensorId Rewriter::tensor_for(TensorId old) {
  std::optional<TensorId>& known = tensors_[old];
  if (!known) known = graph_.add(program_.graph.tensors()[old]);
  return *known;
}

Operator Rewriter::translated(OperatorId old) {
  Operator op = program_.graph.operators()[old];
  for (Operand& read : op.reads) read.tensor = tensor_for(read.tensor);
  for (Operand& written : op.writes) written.tensor = tensor_for(written.tensor);
  for (OperatorId& before : op.after) before = waited_for_[before].value();
  return op;
}

OperatorId Rewriter::add(OperatorId old, Operator op) {
  const OperatorId id = graph_.add(std::move(op));
  copied_[old] = id;
  waited_for_[old] = id;
  return id;
}

void Rewriter::finish() {
  program_.partition = program_.partition.carried_over(graph_, copied_);
  program_.graph = std::move(graph_);
}

}  // namespace kairos
