#include "workloads/models/gradients.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>

#include "workloads/models/network.hpp"

namespace kairos {
namespace {

/// A kind whose only operator is known already.
class KnownOperator final : public OperatorKind {
 public:
  explicit KnownOperator(Inferred known) : known_(std::move(known)) {}
  [[nodiscard]] Inferred infer(std::span<const Tensor* const> /*inputs*/) const override {
    return known_;
  }

 private:
  Inferred known_;
};

/// The layer of an operator: its name up to the first dot.
std::string_view layer_of(std::string_view name) {
  return name.substr(0, name.find('.'));
}

bool is_index(const Tensor& tensor) {
  return tensor.type == DataType::int32 || tensor.type == DataType::int64;
}

/// True if tiles that are cut along an axis touch different elements through a form.
bool separates(const Form& form, std::size_t axis, const std::vector<Axis>& axes) {
  if (form.access != Form::Access::affine) return false;
  std::int64_t own = 0, others = 1;
  for (const Term& term : form.terms) {
    if (term.axis == axis) own = std::abs(term.factor);
  }
  for (const Term& term : form.terms) {
    const std::int64_t factor = std::abs(term.factor);
    if (term.axis != axis && factor <= own) others += factor * (axes[term.axis].extent - 1);
  }
  return own >= others;
}

/// Axes along which the result is cut are parallel; sums go over the others.
std::vector<Axis> axes_for(const std::vector<Axis>& forward, const std::vector<Form>& result) {
  std::vector<Axis> axes = forward;
  for (std::size_t a = 0; a < axes.size(); ++a) {
    if (axes[a].kind == AxisKind::sequential) continue;
    const bool is_cut =
        std::ranges::any_of(result, [&](const Form& form) { return separates(form, a, forward); });
    axes[a].kind = is_cut ? AxisKind::parallel : AxisKind::reduction;
  }
  return axes;
}

/// True for products, and for operators that only move data: their gradient does not need the input
/// itself.
bool is_linear(const Operator& op) {
  return std::ranges::all_of(op.work,
                             [](const Work& work) { return work.unit == ComputeUnit::matrix; });
}

/// True for a bias, the input of a product that is added to it.
bool is_bias(const Operator& op, std::size_t input) {
  return input >= 2 && is_linear(op) && !op.work.empty();
}

/// One addition for each element of a result.
Work addition(const Operator& op) {
  std::uint32_t axes = 0;
  for (const Form& form : op.writes.front().dimensions) {
    for (const Term& term : form.terms) axes |= 1U << term.axis;
  }
  return {ComputeUnit::vector, 1, axes};
}

class Gradients {
 public:
  Gradients(OperatorGraph& graph, GradientReach reach)
      : graph_(graph),
        reach_(reach),
        sum_(operator_kind("pointwise")),
        update_(operator_kind("pointwise", {{"operations", 2}})),
        last_(graph.operators().size()) {
    for (const OperatorId id : ids<OperatorId>(last_)) {
      for (const Operand& operand : graph.operators()[id].writes) writer_[operand.tensor] = id;
      for (const Operand& operand : graph.operators()[id].reads) {
        readers_[operand.tensor].push_back(id);
      }
    }
  }

  void add() {
    for (std::size_t i = last_; i-- > 0;) go_back(static_cast<OperatorId>(i));
    std::vector<TensorId> weights;
    for (const auto& [tensor, parts] : parts_) {
      if (graph_.tensors()[tensor].role == TensorRole::weight) weights.push_back(tensor);
    }
    for (const TensorId weight : weights) update(weight);
  }

 private:
  TensorId add_operator(const Kind& kind, const std::string& name, std::vector<TensorId> inputs) {
    return graph_.add(*kind.rules, kind.name, name, std::move(inputs)).front();
  }

  [[nodiscard]] bool crosses(OperatorId from, OperatorId to) const {
    return reach_ == GradientReach::layer &&
           layer_of(graph_.operators()[from].name) != layer_of(graph_.operators()[to].name);
  }
  /// True if a loss is computed from a tensor: no operator reads it, or the next layer does.
  [[nodiscard]] bool ends(TensorId tensor, OperatorId writer) const {
    const Tensor& t = graph_.tensors()[tensor];
    if (t.role != TensorRole::activation || is_index(t)) return false;
    const auto found = readers_.find(tensor);
    return found == readers_.end() ||
           std::ranges::any_of(found->second, [&](OperatorId r) { return crosses(r, writer); });
  }

  /// The gradient of a tensor, or none if nothing depends on it.
  std::optional<TensorId> gradient(TensorId tensor) {
    const auto found = parts_.find(tensor);
    if (found == parts_.end()) return std::nullopt;
    std::vector<TensorId>& parts = found->second;
    const std::string name = graph_.tensors()[tensor].name + ".gradient";
    for (std::size_t i = 1; parts.size() > 1; ++i) {
      const TensorId a = parts[0], b = parts[1];
      parts.erase(parts.begin());
      parts[0] = add_operator(sum_, name + ".sum" + std::to_string(i), {a, b});
    }
    return parts.front();
  }

  void go_back(OperatorId id) {
    const Operator op = graph_.operators()[id];  // A copy, because the graph grows.
    std::vector<Operand> results;
    for (const Operand& written : op.writes) {
      if (ends(written.tensor, id)) {
        const std::string name = graph_.tensors()[written.tensor].name + ".loss";
        parts_[written.tensor].push_back(add_operator(sum_, name, {written.tensor}));
      }
      if (const auto found = gradient(written.tensor)) {
        results.push_back({*found, written.dimensions});
      }
    }
    if (results.empty()) return;
    for (std::size_t i = 0; i < op.reads.size(); ++i) {
      if (needs_gradient(op.reads[i].tensor, id)) add_one(op, i, results);
    }
  }

  [[nodiscard]] bool needs_gradient(TensorId tensor, OperatorId reader) const {
    const Tensor& t = graph_.tensors()[tensor];
    if (t.role == TensorRole::weight) return true;
    const auto writer = writer_.find(tensor);
    return !is_index(t) && t.role != TensorRole::constant && writer != writer_.end() &&
           !crosses(reader, writer->second);
  }

  /// True for the addition of tensors of equal shapes, which passes its gradient on.
  [[nodiscard]] bool passes_on(const Operator& op) const {
    const Shape& shape = graph_.tensors()[op.writes.front().tensor].shape;
    return op.kind == "pointwise" && op.reads.size() > 1 && op.work.size() == 1 &&
           op.work.front().operations <= 1 &&
           std::ranges::all_of(op.reads, [&](const Operand& operand) {
             return graph_.tensors()[operand.tensor].shape == shape;
           });
  }

  void add_one(const Operator& op, std::size_t input, const std::vector<Operand>& results) {
    const TensorId of = op.reads[input].tensor;
    if (passes_on(op)) {
      parts_[of].push_back(results.front().tensor);
      return;
    }
    Inferred known;
    known.axes = axes_for(op.axes, op.reads[input].dimensions);
    known.work = is_bias(op, input) ? std::vector<Work>{addition(op)} : op.work;
    known.is_view = op.is_view;
    const bool needs_inputs = !op.work.empty() && !is_bias(op, input);
    std::vector<TensorId> inputs;
    const auto read = [&](const Operand& operand) {
      inputs.push_back(operand.tensor);
      known.reads.push_back(operand.dimensions);
    };
    for (const Operand& result : results) read(result);
    for (std::size_t i = 0; i < op.reads.size(); ++i) {
      const bool is_factor = i != input && !is_bias(op, i);
      if (needs_inputs && (is_factor || !is_linear(op))) read(op.reads[i]);
    }
    const Tensor& target = graph_.tensors()[of];
    known.outputs = {{target.shape, op.reads[input].dimensions, op.type}};
    const std::string name = op.name + ".gradient" + std::to_string(input);
    parts_[of].push_back(
        graph_.add(KnownOperator(std::move(known)), op.kind, name, std::move(inputs)).front());
  }

  void update(TensorId weight) {
    const TensorId change = *gradient(weight);
    const std::string name = graph_.tensors()[weight].name + ".update";
    const TensorId updated = add_operator(update_, name, {weight, change});
    graph_.edit(updated).role = TensorRole::state;
  }

  OperatorGraph& graph_;
  GradientReach reach_;
  Kind sum_, update_;
  std::size_t last_;  ///< Number of operators of the forward pass.
  std::map<TensorId, OperatorId> writer_;
  std::map<TensorId, std::vector<OperatorId>> readers_;
  std::map<TensorId, std::vector<TensorId>> parts_;  ///< Gradients to be added up.
};

}  // namespace

void add_gradients(OperatorGraph& graph, GradientReach reach) {
  Gradients(graph, reach).add();
}

void add_second_pass(OperatorGraph& graph) {
  const std::size_t operators = graph.operators().size(), tensors = graph.tensors().size();
  std::map<TensorId, TensorId> second;  ///< The tensors of the second pass that differ.
  TensorId first_result{}, second_result{};
  for (const OperatorId id : ids<OperatorId>(operators)) {
    const Operator op = graph.operators()[id];
    Inferred known{op.axes, {}, {}, op.work, op.in_place, op.is_view};
    std::vector<TensorId> inputs;
    for (const Operand& operand : op.reads) {
      const auto found = second.find(operand.tensor);
      inputs.push_back(found == second.end() ? operand.tensor : found->second);
      known.reads.push_back(operand.dimensions);
    }
    for (const Operand& operand : op.writes) {
      const Tensor& tensor = graph.tensors()[operand.tensor];
      known.outputs.push_back({tensor.shape, operand.dimensions, tensor.type});
    }
    const auto written =
        graph.add(KnownOperator(std::move(known)), op.kind, op.name + ".again", std::move(inputs));
    for (std::size_t i = 0; i < op.writes.size(); ++i) {
      second[op.writes[i].tensor] = written[i];
      graph.edit(written[i]).role = graph.tensors()[op.writes[i].tensor].role;
    }
    first_result = op.writes.front().tensor;
    second_result = written.front();
  }
  const Kind reduce = operator_kind("reduction");
  const Kind compare = operator_kind("pointwise");
  const Kind update = operator_kind("pointwise", {{"operations", 4}});
  const auto add = [&](const Kind& kind, const std::string& name, std::vector<TensorId> inputs) {
    return graph.add(*kind.rules, kind.name, name, std::move(inputs)).front();
  };
  const TensorId difference =
      add(compare, "difference",
          {add(reduce, "loss", {first_result}), add(reduce, "loss.again", {second_result})});
  for (const TensorId id : ids<TensorId>(tensors)) {
    if (graph.tensors()[id].role != TensorRole::weight) continue;
    const std::string name = graph.tensors()[id].name + ".update";
    const TensorId updated = add(update, name, {id, difference});
    graph.edit(updated).role = TensorRole::state;
  }
}

}  // namespace kairos
