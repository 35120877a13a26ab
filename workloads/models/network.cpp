#include "workloads/models/network.hpp"

#include <map>

#include "sim/base/registry.hpp"

namespace kairos {

KindOption::KindOption(std::string name, const Shape& numbers)
    : key(std::move(name)), value(Value::list()) {
  for (const std::int64_t n : numbers) value.items.push_back(Value::scalar(std::to_string(n)));
}

Kind operator_kind(const std::string& name, const std::vector<KindOption>& options) {
  Choice<OperatorKind> choice(name);
  for (const KindOption& option : options) choice.options.set(option.key, option.value);
  return {name, choice.make()};
}

TensorId Network::input(std::string name, Shape shape) {
  return graph_.add(Tensor{std::move(name), std::move(shape), call_.activations});
}

TensorId Network::indices(std::string name, Shape shape) {
  return graph_.add(Tensor{std::move(name), std::move(shape), DataType::int32});
}

TensorId Network::weight(std::string name, Shape shape) {
  const bool is_vector = shape.size() == 1;
  return graph_.add(Tensor{std::move(name), std::move(shape),
                           is_vector ? call_.activations : call_.weights, TensorRole::weight,
                           is_vector ? 0 : call_.weight_scale_bits});
}

TensorId Network::weight(std::string name, Shape shape, DataType type) {
  return graph_.add(Tensor{std::move(name), std::move(shape), type, TensorRole::weight});
}

TensorId Network::shared_weight(const std::string& name, const Shape& shape) {
  for (const TensorId id : ids<TensorId>(graph_.tensors().size())) {
    if (graph_.tensors()[id].name == name) return id;
  }
  return weight(name, shape);
}

TensorId Network::state(std::string name, Shape shape) {
  return graph_.add(Tensor{std::move(name), std::move(shape), call_.cache, TensorRole::state,
                           call_.cache_scale_bits});
}

TensorId Network::add(const Kind& kind, std::string name, std::vector<TensorId> inputs) {
  return add_all(kind, std::move(name), std::move(inputs)).front();
}

std::span<const TensorId> Network::add_all(const Kind& kind, std::string name,
                                           std::vector<TensorId> inputs) {
  const TensorRole first = graph_.tensors()[inputs.front()].role;
  const auto written = graph_.add(*kind.rules, kind.name, std::move(name), std::move(inputs));
  if (first == TensorRole::weight) {  // Looked up or copied weights are activations.
    graph_.edit(static_cast<OperatorId>(graph_.operators().size() - 1)).type = call_.activations;
    for (const TensorId tensor : written) graph_.edit(tensor).type = call_.activations;
  }
  return written;
}

void Network::keep(TensorId tensor) {
  Tensor& kept = graph_.edit(tensor);
  kept.role = TensorRole::state;
  kept.type = call_.cache;
  kept.scale_bits = call_.cache_scale_bits;
}

void Network::make_view() {
  graph_.edit(static_cast<OperatorId>(graph_.operators().size() - 1)).is_view = true;
}

namespace {

const Kind& linear_kind() {
  static const Kind product = operator_kind("matrix_product", {{"transpose_second", "true"}});
  return product;
}

}  // namespace

TensorId Network::linear(std::string name, TensorId x, std::int64_t columns, bool has_bias) {
  std::vector<TensorId> inputs{x, weight(name + ".weight", {columns, shape(x).back()})};
  if (has_bias) inputs.push_back(weight(name + ".bias", {columns}));
  return add(linear_kind(), std::move(name), std::move(inputs));
}

TensorId Network::product(std::string name, TensorId x, TensorId weights) {
  return add(linear_kind(), std::move(name), {x, weights});
}

double parameters(const OperatorGraph& graph) {
  double sum = 0;
  for (const Tensor& tensor : graph.tensors()) {
    if (tensor.role == TensorRole::weight) sum += tensor.elements();
  }
  return sum;
}

double parameters(const Model& model, Call call) {
  std::map<std::string, double> sizes;
  call.rows = call.context = 0;
  for (const ModelPhase phase : model.phases()) {
    call.phase = phase;
    const OperatorGraph graph = model.build(call);
    for (const Tensor& tensor : graph.tensors()) {
      if (tensor.role == TensorRole::weight) sizes[tensor.name] = tensor.elements();
    }
  }
  double sum = 0;
  for (const auto& [name, size] : sizes) sum += size;
  return sum;
}

Bytes bytes_of(const OperatorGraph& graph, TensorRole role) {
  double sum = 0;
  for (const Tensor& tensor : graph.tensors()) {
    if (tensor.role == role) sum += tensor.elements() * tensor.bytes_per_element();
  }
  return Bytes(sum);
}

}  // namespace kairos
