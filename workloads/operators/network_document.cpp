#include "workloads/operators/network_document.hpp"

#include <map>

#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

/// Adds the operators of a document to a graph one after the other.
class NetworkBuilder {
 public:
  explicit NetworkBuilder(const NetworkDocument& config) : graph_(config.name) {
    for (const OperatorConfig& op : config.operators) {
      if (op.writes.empty()) writers_[op.name] = &op;
      for (const std::string& tensor : op.writes) writers_[tensor] = &op;
    }
    for (const TensorConfig& tensor : config.tensors) add(tensor);
    for (const OperatorConfig& op : config.operators) add(op);
  }
  OperatorGraph take() { return std::move(graph_); }

 private:
  static Tensor tensor_of(const TensorConfig& config) {
    return {config.name, Shape(config.shape.begin(), config.shape.end()), config.type, config.role,
            config.scale_bits};
  }
  void define(const std::string& name, TensorId tensor, const SourceLocation& place) {
    if (tensors_.insert({name, tensor}).second) return;
    throw InputError(place, "there are two tensors '" + name + "'; give each its own name");
  }
  /// Adds a tensor that no operator writes; the others wait for their writer.
  void add(const TensorConfig& config) {
    if (writers_.contains(config.name)) {
      if (described_.insert({config.name, &config}).second) return;
      throw InputError(config.place,
                       "there are two tensors '" + config.name + "'; give each its own name");
    }
    try {
      define(config.name, graph_.add(tensor_of(config)), config.place);
    } catch (const InputError& error) {
      if (error.place().file) throw;
      throw InputError(config.place, error.what());
    }
  }
  [[nodiscard]] TensorId find(const std::string& name, const OperatorConfig& reader) const {
    if (const auto found = tensors_.find(name); found != tensors_.end()) return found->second;
    const std::string whose = "operator '" + reader.name + "': ";
    if (writers_.contains(name)) {
      throw InputError(reader.place, whose + "the tensor '" + name +
                                         "' is written later; move its writer before this one");
    }
    std::vector<std::string> known;
    for (const auto& [known_name, id] : tensors_) known.push_back(known_name);
    throw InputError(reader.place, whose + unknown_name("tensor", name, known));
  }
  void add(const OperatorConfig& config) {
    std::vector<TensorId> inputs;
    inputs.reserve(config.reads.size());
    for (const std::string& name : config.reads) inputs.push_back(find(name, config));
    const std::vector<std::string> names =
        config.writes.empty() ? std::vector{config.name} : config.writes;
    const auto kind = config.kind.make();
    std::span<const TensorId> written;
    try {
      written = graph_.add(*kind, config.kind.name, config.name, std::move(inputs));
    } catch (const InputError& error) {
      throw InputError(config.place, error.what());
    }
    if (written.size() != names.size()) {
      throw InputError(config.place, "operator '" + config.name + "' writes " +
                                         std::to_string(written.size()) +
                                         " tensors; name each of "
                                         "them under 'writes', which now names " +
                                         std::to_string(names.size()));
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      define(names[i], written[i], config.place);
      complete(graph_.edit(written[i]), names[i]);
    }
  }
  /// Gives a written tensor its name and, where the document describes it, its type and role.
  void complete(Tensor& tensor, const std::string& name) {
    tensor.name = name;
    const auto found = described_.find(name);
    if (found == described_.end()) return;
    Tensor wanted = tensor_of(*found->second);
    if (wanted.shape != tensor.shape) {
      throw InputError(found->second->place, "the tensor '" + name + "' is " + shown(wanted.shape) +
                                                 " here, but its writer "
                                                 "makes " +
                                                 shown(tensor.shape));
    }
    tensor = std::move(wanted);
  }

  OperatorGraph graph_;
  std::map<std::string, const OperatorConfig*> writers_;
  std::map<std::string, const TensorConfig*> described_;  ///< Tensors that operators write.
  std::map<std::string, TensorId> tensors_;
};

}  // namespace

void TensorConfig::describe(Fields& f) {
  f("name", name, "name of the tensor, unique in the network").required();
  f("shape", shape, "extents of its dimensions; an empty list makes a scalar").required();
  f("type", type, "data type of its elements");
  f("role", role, "what the tensor is in the network");
  f("scale_bits", scale_bits, "bits of scales and zero points for each element").not_negative();
}

void OperatorConfig::describe(Fields& f) {
  f("name", name, "name of the operator, unique in the network").required();
  f("kind", kind, "operator kind with its options").required();
  f("reads", reads, "names of the tensors that it reads, in the order of the kind").required();
  f("writes", writes, "names of the tensors that it writes; default: one, called as the operator");
}

void NetworkDocument::describe(Fields& f) {
  f("name", name, "name of the network").required();
  f("description", description, "what the network is for");
  f("source", source, "where the network comes from");
  f("tensors", tensors,
    "inputs, weights, states and constants; tensors that an operator writes only if they have "
    "another type or role than their kind gives them")
      .required();
  f("operators", operators, "operators, each behind those whose tensors it reads").required();
}

OperatorGraph NetworkDocument::build() const {
  return NetworkBuilder(*this).take();
}

}  // namespace kairos
