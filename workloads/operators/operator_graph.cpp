#include "workloads/operators/operator_graph.hpp"

#include <stdexcept>
#include <utility>

#include "sim/base/error.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

Inferred inferred(const OperatorKind& kind, const std::string& name,
                  const std::vector<const Tensor*>& inputs) {
  try {
    return kind.infer(inputs);
  } catch (const InputError& error) {
    throw InputError("operator '" + name + "': " + error.what());
  }
}

}  // namespace

TensorId OperatorGraph::add(Tensor tensor) {
  try {
    require_valid(tensor.shape);
  } catch (const InputError& error) {
    throw InputError("tensor '" + tensor.name + "': " + error.what());
  }
  const TensorId id = tensors_.next_id();
  tensors_.push_back(std::move(tensor));
  writers_.emplace_back();
  return id;
}

std::span<const TensorId> OperatorGraph::add(const OperatorKind& kind, std::string kind_name,
                                             std::string name, std::vector<TensorId> inputs) {
  std::vector<const Tensor*> read;
  read.reserve(inputs.size());
  for (const TensorId input : inputs) read.push_back(&tensors_[input]);
  Inferred found = inferred(kind, name, read);

  Operator op;
  op.kind = std::move(kind_name);
  op.axes = std::move(found.axes);
  op.work = std::move(found.work);
  op.in_place = found.in_place;
  op.is_view = found.is_view;
  op.type = read.empty() ? found.outputs.front().type : read.front()->type;
  op.reads.reserve(inputs.size());
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    op.reads.push_back({inputs[i], std::move(found.reads[i])});
  }
  written_.clear();
  for (std::size_t i = 0; i < found.outputs.size(); ++i) {
    Inferred::Output& output = found.outputs[i];
    std::string tensor_name = found.outputs.size() == 1 ? name : name + "." + std::to_string(i);
    written_.push_back(add(Tensor{std::move(tensor_name), std::move(output.shape), output.type}));
    writers_[written_.back()] = operators_.next_id();
    op.writes.push_back({written_.back(), std::move(output.dimensions)});
  }
  op.name = std::move(name);
  operators_.push_back(std::move(op));
  return written_;
}

OperatorId OperatorGraph::add(Operator op) {
  const OperatorId id = operators_.next_id();
  for (const Operand& written : op.writes) {
    if (writers_[written.tensor]) throw std::logic_error("a tensor is written by two operators");
    writers_[written.tensor] = id;
  }
  operators_.push_back(std::move(op));
  return id;
}

}  // namespace kairos
