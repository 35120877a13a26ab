#include "workloads/onnx/onnx_import.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "sim/base/text.hpp"
#include "workloads/onnx/onnx_fold.hpp"
#include "workloads/onnx/onnx_inputs.hpp"
#include "workloads/onnx/onnx_translation.hpp"
#include "workloads/operators/shape.hpp"

namespace kairos {
namespace {

constexpr std::int64_t newest_opset = 22;

/// What keeps a model from being read: the operators that are not known and the nodes that cannot
/// be read, each listed once.
class Obstacles {
 public:
  void add_operator(const OnnxNode& node) {
    ++operators_[(node.domain.empty() ? "" : node.domain + ".") + node.type];
  }
  void add_node(const OnnxNode& node, const std::string& what) {
    nodes_.push_back(node.type + " '" + shortened(node.name, 60) + "': " + what);
  }
  void report() const {
    std::string text;
    for (const auto& [name, count] : operators_) {
      text += (text.empty() ? "unknown operators: " : ", ") + shortened(name, 60) + " (" +
              counted(count, "node") + ")";
    }
    for (std::size_t i = 0; i < std::min(nodes_.size(), most_nodes); ++i) {
      text += (text.empty() ? "" : "; ") + nodes_[i];
    }
    if (nodes_.size() > most_nodes) {
      text += "; and " + counted(nodes_.size() - most_nodes, "more node");
    }
    if (!text.empty()) throw InputError(text);
  }

 private:
  static constexpr std::size_t most_nodes = 3;
  std::map<std::string, std::size_t> operators_;
  std::vector<std::string> nodes_;
};

class OnnxImporter {
 public:
  OnnxImporter(const OnnxModel& model, const std::map<std::string, std::int64_t>& bindings)
      : model_(model) {
    for (OnnxValue& value : onnx_inputs(model, bindings)) {
      if (value.is_data()) list(value.tensor);
      const std::string name = value.tensor.name;
      values_.insert({name, std::move(value)});
    }
  }
  NetworkDocument network() {
    for (const OnnxNode& node : model_.nodes) add(node);
    obstacles_.report();
    if (network_.operators.empty()) {
      throw InputError("no operator of the model reads its data; check how it was exported");
    }
    return std::move(network_);
  }

 private:
  void add(const OnnxNode& node) {
    if (!is_known_onnx_operator(node) && !is_folded_onnx_operator(node)) {
      obstacles_.add_operator(node);
    } else {
      try {
        if (is_readable(node)) add(OnnxNodeView(node, model_.opset, inputs_of(node)));
      } catch (const InputError& error) {
        obstacles_.add_node(node, error.what());
      }
    }
    // Readers of what is still not known are left out silently: the cause is listed already.
    for (const std::string& output : node.outputs) {
      if (!values_.contains(output)) unknown_.insert(output);
    }
  }
  /// True if all inputs are known; throws InputError if one has no writer.
  [[nodiscard]] bool is_readable(const OnnxNode& node) const {
    for (const std::string& name : node.inputs) {
      if (name.empty() || values_.contains(name)) continue;
      if (unknown_.contains(name)) return false;
      throw InputError("no node before it writes '" + name + "'");
    }
    return true;
  }
  [[nodiscard]] std::vector<const OnnxValue*> inputs_of(const OnnxNode& node) const {
    std::vector<const OnnxValue*> inputs;
    for (const std::string& name : node.inputs) {
      inputs.push_back(name.empty() ? nullptr : &values_.at(name));
    }
    while (!inputs.empty() && inputs.back() == nullptr) inputs.pop_back();
    return inputs;
  }
  void add(const OnnxNodeView& view) {
    const OnnxNode& node = view.node();
    if (node.outputs.empty()) throw InputError("it has no output");
    if (std::optional<OnnxValue> folded = fold(view)) {
      for (std::size_t i = 0; i < view.input_count(); ++i) {
        const bool is_weight = view.has(i) && view.input(i).tensor.role == TensorRole::weight;
        if (is_weight && node.type != "Shape") folded->tensor.role = TensorRole::weight;
      }
      define(node.outputs.front(), std::move(*folded));
      return;
    }
    const OnnxTranslation translation = translate(view);
    if (translation.kind.empty()) {
      define_alias(node.outputs.front(), view.input(translation.reads.front()));
      return;
    }
    add(view, translation);
  }
  void add(const OnnxNodeView& view, const OnnxTranslation& translation) {
    std::vector<const OnnxValue*> read;
    std::vector<const Tensor*> tensors;
    TensorRole role = TensorRole::constant;
    for (const std::size_t i : translation.reads) {
      read.push_back(&view.input(i));
      tensors.push_back(&read.back()->tensor);
      require_valid(tensors.back()->shape);
      if (tensors.back()->role == TensorRole::weight) role = TensorRole::weight;
    }
    Choice<OperatorKind> kind(translation.kind);
    kind.options = translation.options;
    const Inferred inferred = kind.make()->infer(tensors);
    for (const Inferred::Output& output : inferred.outputs) require_valid(output.shape);
    const bool is_task = std::ranges::any_of(read, &OnnxValue::is_data);
    if (is_task) add_task(view.node(), std::move(kind), tensors, inferred.outputs.size());

    std::vector<std::vector<double>> values;
    if (!is_task) values = moved_values(inferred, translation.kind, read);
    for (std::size_t i = 0; i < inferred.outputs.size(); ++i) {
      const Inferred::Output& output = inferred.outputs[i];
      OnnxValue made{Tensor{{}, output.shape, output.type, is_task ? TensorRole::activation : role},
                     std::nullopt};
      if (i < values.size()) made.values = std::move(values[i]);
      define(output_name(view.node(), i), std::move(made));
    }
  }
  void add_task(const OnnxNode& node, Choice<OperatorKind> kind,
                const std::vector<const Tensor*>& read, std::size_t outputs) {
    OperatorConfig op{output_name(node, 0), std::move(kind), {}, {}, {}};
    for (const Tensor* tensor : read) {
      if (tensor->role != TensorRole::activation) list(*tensor);
      op.reads.push_back(tensor->name);
    }
    for (std::size_t i = 0; outputs > 1 && i < outputs; ++i) {
      op.writes.push_back(output_name(node, i));
    }
    network_.operators.push_back(std::move(op));
  }
  /// The name of an output. One that the file leaves out is called after the first one.
  static std::string output_name(const OnnxNode& node, std::size_t i) {
    if (i < node.outputs.size() && !node.outputs[i].empty()) return node.outputs[i];
    return node.outputs.front() + "." + std::to_string(i);
  }
  void define(const std::string& name, OnnxValue value) {
    value.tensor.name = name;
    if (values_.insert({name, std::move(value)}).second) return;
    throw InputError("another node already writes '" + name + "'");
  }
  /// A second name for a tensor, which keeps the first one.
  void define_alias(const std::string& name, OnnxValue value) {
    if (values_.insert({name, std::move(value)}).second) return;
    throw InputError("another node already writes '" + name + "'");
  }
  /// Lists a tensor that no operator writes in the document.
  void list(const Tensor& tensor) {
    if (!listed_.insert(tensor.name).second) return;
    TensorConfig config;
    config.name = tensor.name;
    config.shape.assign(tensor.shape.begin(), tensor.shape.end());
    config.type = tensor.type;
    config.role = tensor.role;
    network_.tensors.push_back(std::move(config));
  }

  const OnnxModel& model_;
  std::unordered_map<std::string, OnnxValue> values_;
  std::set<std::string> unknown_, listed_;
  NetworkDocument network_;
  Obstacles obstacles_;
};

}  // namespace

NetworkDocument import_onnx(const OnnxModel& model,
                            const std::map<std::string, std::int64_t>& bindings) {
  if (model.opset < 1 || model.opset > newest_opset) {
    throw InputError("the model uses version " + std::to_string(model.opset) +
                     " of ONNX's operators (its 'opset'); versions 1 to " +
                     std::to_string(newest_opset) + " are known");
  }
  return OnnxImporter(model, bindings).network();
}

}  // namespace kairos
